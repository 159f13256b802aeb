/** A value that is made when it is first asked for. Formats of numbers and dates take a cheap phone ten milliseconds each. */
export const lazy = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
