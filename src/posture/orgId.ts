/** An org's id comes with 15 or 18 characters; the first 15 are the id, and their case counts. */
export const shortOrgId = (id: string): string => id.slice(0, 15);

export const sameOrg = (one: string, other: string): boolean => shortOrgId(one) === shortOrgId(other);
