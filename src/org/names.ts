/** The org percent-encodes names of files and components to different degrees. */
export const comparable = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
};

/** An org writes IDs with 15 or 18 characters. */
export const isSameId = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);
