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

export type PutPath = { [Path in keyof paths]: paths[Path] extends { put: { responses: unknown } } ? Path : never }[keyof paths];
export type PutBody<Path extends PutPath> = paths[Path] extends { put: { requestBody?: { content: { 'application/json': infer Body } } } }
  ? Body
  : never;

type Value = string | number | boolean | null | undefined;

/** A path with its `{id}` filled in and its query; null, undefined, false and '' are left out. */
export function address<Path extends GetPath>(path: Path, query: Query<Path> | Record<string, never> = {}, id?: number): string {
  const fields = Object.entries(query as Record<string, Value>).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  const filled = id === undefined ? path : path.replace(/\{\w+\}/, String(id));
  return fields.length > 0 ? `${filled}?${new URLSearchParams(fields)}` : filled;
}
