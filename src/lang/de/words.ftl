# Kleine Wörter. Beschriftungen von Tatsachen ergänzen „wenn …“, mit dem Verb am Ende.
and = und
and-on = und
or = oder
condition = wenn { $when }
