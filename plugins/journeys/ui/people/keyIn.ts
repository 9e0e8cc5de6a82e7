/** Finds the key that a text names, among the keys of a catalogue; undefined where it is none. */
export function keyIn<Key extends string>(
  words: Readonly<Record<Key, string>>,
): (text: string | null | undefined) => Key | undefined {
  const keys = Object.keys(words);
  return (text) => keys.find((key): key is Key => key === text);
}
