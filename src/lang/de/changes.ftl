# Was an einem Merkblatt geändert wurde, und warum.
changed-visit = Für diesen Termin geändert
changed-clinic = Von der Klinik geändert
changed-mark = { $by }: { $reason }
sheet-says = Im Merkblatt steht: { $said }
sheet-says-nothing = Dazu steht im Merkblatt für diese Behandlung nichts.
sheet-says-nothing-of = { $what }: dazu steht im Merkblatt für diese Behandlung nichts.
change-replaced = Ersetzt:
change-left-out = Entfällt:
left-out = Entfallen
