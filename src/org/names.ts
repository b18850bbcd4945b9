/** The org writes names of files and components with more or less of percent-encoding. */
export const comparable = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
};

/** As retrieved files are keyed. */
export { componentKey } from '../values.js';

/** An org writes ids with 15 or 18 characters. */
export const isSameId = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);
