# Kleine Wörter. Beschriftungen von Tatsachen ergänzen „wenn …“, mit dem Verb am Ende.
and = und
or = oder
condition = wenn { $when }
