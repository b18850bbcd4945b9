/** The same object without its undefined properties, so that an optional property is either there or not. */
export const defined = <T extends Record<string, unknown>>(
  properties: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
