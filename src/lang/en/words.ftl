# Small words. Labels of facts complete "if …".
and = and
and-on = and on
or = or
condition = if { $when }
