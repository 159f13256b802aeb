// Compiles against the types that openapi-typescript makes of docs/openapi.json: what a client written in TypeScript relies on.
import type { components, paths } from "../../artifacts/openapi";

type Problema = components["schemas"]["Problema"];
type RegistrarPago = paths["/pagos"]["post"];

export const body: RegistrarPago["requestBody"]["content"]["application/json"] = { prestamo_id: 1, monto_pagado: 312.5 };

// One type for the errors of all routes and statuses.
export function message(error: RegistrarPago["responses"][404 | 409 | 503]["content"]["application/problem+json"]): string {
  const problem: Problema = error;
  return problem.codigo === "pago.excede_restante" ? problem.detail : problem.message;
}
