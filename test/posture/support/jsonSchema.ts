/** As much of JSON schema (draft-07) as the editor's schema uses. A keyword that is not known here is an error. */

export type Schema = { [keyword: string]: unknown };

type Check = (operand: never, value: unknown, schema: Schema, root: Schema) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOfType: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
};

const always = (): boolean => true;

const checks: Record<string, Check> = {
  type: (type: string, value) => isOfType[type]?.(value) ?? false,
  const: (expected: unknown, value) => value === expected,
  enum: (expected: unknown[], value) => expected.includes(value),
  pattern: (pattern: string, value) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  required: (keys: string[], value) => !isObject(value) || keys.every((key) => Object.hasOwn(value, key)),
  properties: (properties: Record<string, Schema>, value, _, root) =>
    !isObject(value) ||
    Object.entries(properties).every(([key, each]) => !Object.hasOwn(value, key) || validates(each, value[key], root)),
  additionalProperties: (_: false, value, schema) =>
    !isObject(value) || Object.keys(value).every((key) => Object.hasOwn(schema.properties as Schema, key)),
  items: (items: Schema, value, _, root) =>
    !Array.isArray(value) || value.every((item) => validates(items, item, root)),
  allOf: (all: Schema[], value, _, root) => all.every((each) => validates(each, value, root)),
  if: (condition: Schema, value, schema, root) =>
    !validates(condition, value, root) || validates(schema.then as Schema, value, root),
  // Judged together with `if`.
  then: always,
  $schema: always,
  title: always,
  description: always,
  definitions: always,
};

const resolve = (reference: string, root: Schema): Schema => {
  const name = reference.replace('#/definitions/', '');
  const found = (root.definitions as Record<string, Schema>)[name];
  if (!found) throw new Error(`no definition ${reference}`);
  return found;
};

export const validates = (schema: Schema, value: unknown, root: Schema = schema): boolean => {
  if (typeof schema.$ref === 'string') return validates(resolve(schema.$ref, root), value, root);
  return Object.entries(schema).every(([keyword, operand]) => {
    const check = checks[keyword];
    if (!check) throw new Error(`unknown keyword ${keyword}`);
    return check(operand as never, value, schema, root);
  });
};
