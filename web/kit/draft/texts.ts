/** Words of editors, whatever they edit. */
export const texts = {
  undo: "Undo",
  redo: "Redo",
  saved: "Saved",
  saving: "Saving…",
  unsaved: "Not saved yet",
  saveFailed: "Not saved",
  saveAgain: "Try again",
  by: (who: string) => `by ${who}`,
  conflictBy: (who: string) => `${who === "" ? "Somebody" : who} saved it`,
  takeTheirs: "Take theirs",
  keepMine: "Save mine over it",
} as const;
