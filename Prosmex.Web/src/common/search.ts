// Names are found without accents and capitals.

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** Whether each typed word is in the name. */
export const isNamed = (name: string, typed: string): boolean => {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const found = plain(name);
  return words.every((word) => found.includes(word));
};
