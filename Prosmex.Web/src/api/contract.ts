// The API's description as types: a changed contract does not compile.

import type { components, paths } from './schema';

export type Dto = components['schemas'];

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;
type Ok<Operation> = Operation extends { responses: { 200: infer Response } } ? Json<Response> : never;
type Data<Body> = Body extends { data: infer Inner } ? Inner : Body;

export type GetPath = { [Path in keyof paths]: paths[Path] extends { get: { responses: unknown } } ? Path : never }[keyof paths];
/** `data` where there is an envelope. */
export type Answer<Path extends GetPath> = Data<Ok<paths[Path]['get']>>;
export type Query<Path extends GetPath> = paths[Path] extends { get: { parameters: { query?: infer Fields } } }
  ? NonNullable<Fields>
  : never;

export type WriteMethod = 'post' | 'put' | 'delete';
type Written<Path, Method extends WriteMethod> = Path extends keyof paths ? paths[Path][Method] : never;
export type WritePath<Method extends WriteMethod> = {
  [Path in keyof paths]: paths[Path] extends { [M in Method]: { responses: unknown } } ? Path : never;
}[keyof paths];
/** The fields that are sent; never where nothing is. */
export type WriteBody<Method extends WriteMethod, Path> =
  Written<Path, Method> extends {
    requestBody?: { content: { 'application/json': infer Body } };
  }
    ? Body
    : never;
/** `data` where there is an envelope. */
export type WriteAnswer<Method extends WriteMethod, Path> =
  Written<Path, Method> extends { responses: infer Responses } ? Data<Json<Responses[keyof Responses & (200 | 201)]>> : never;

type Value = string | number | boolean | null | undefined;

const isSaid = (value: Value): boolean => value !== null && value !== undefined && value !== false && value !== '';

/** The fields of a query that say something: null, undefined, false and '' are left out. */
export const queryOf = (fields: Record<string, Value>): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (isSaid(value) ? [[name, String(value)]] : [])));

/** A path with its `{id}` filled in and its query. */
export function address<Path extends GetPath>(path: Path, query: Query<Path> | Record<string, never> = {}, id?: number): string {
  const fields = queryOf(query as Record<string, Value>);
  const filled = id === undefined ? path : path.replace(/\{\w+\}/, String(id));
  return fields.size > 0 ? `${filled}?${fields}` : filled;
}
