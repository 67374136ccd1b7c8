# What was changed in a sheet, and why.
changed-visit = Changed for this visit
changed-clinic = Changed by the clinic
changed-mark = { $by }: { $reason }
sheet-says = The sheet says: { $said }
sheet-says-nothing = The sheet says nothing of it for this treatment.
sheet-says-nothing-of = { $what }: the sheet says nothing for this treatment.
change-replaced = Replaced:
change-left-out = Left out:
left-out = Left out
