# Small words. Labels of facts complete "if …".
and = and
or = or
condition = if { $when }
