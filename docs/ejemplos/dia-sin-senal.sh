#!/usr/bin/env bash
# A collector's day without a signal, against a running program:
#
#   dotnet run --project Prosmex.LocalHost -- --demo
#   docs/ejemplos/dia-sin-senal.sh http://localhost:7071 PASSWORD [COLLECTOR] [OFFICE]
#
# PASSWORD is the one that --demo printed; COLLECTOR (gestor1) and OFFICE (admin1) are two of its users. Needs bash, curl and jq.
# It plays what docs/hoja-de-cobranza.md says, and fails where the sums at the end do not agree.
set -euo pipefail
base=${1:?address of the program}; contrasena=${2:?password of the demo users}
cobrador=${3:-gestor1}; oficina=${4:-admin1}
trabajo=$(mktemp -d); trap 'rm -rf "$trabajo"' EXIT

titulo() { printf '\n== %s\n' "$*"; }
uuid() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen | tr '[:upper:]' '[:lower:]'; }
entrar() { curl -sSf "$base/auth/login" --json "$(jq -n --arg u "$1" --arg c "$contrasena" '{usuario: $u, contrasena: $c}')" | jq -r .data.access_token; }
pedir() { local token=$1 metodo=$2 ruta=$3; shift 3; curl -sS -X "$metodo" "$base$ruta" -H "Authorization: Bearer $token" "$@"; }
suma() { jq -s 'map(.monto) | add // 0 | . * 100 | round / 100' "$1"; }

# Rows of the outbox as an envío with its controls, made once and kept: sent again it must be the same.
empacar() { jq -s --arg id "$(uuid)" '{envio_id: $id, control_filas: length, control_total: (map(.monto) | add * 100 | round / 100), filas: .}' "$@"; }
enviar() {
  local sobre
  sobre=$(jq --arg ahora "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '. + {enviado_en: $ahora}' "$1")
  pedir "$token" POST "/hojas/$grupo/envios" --json "$sobre"
}
contar() { jq -r '.data | "aplicadas \(.aplicadas) ($\(.total_aplicado)), duplicadas \(.duplicadas) ($\(.total_duplicado)), por aclarar \(.por_aclarar) ($\(.total_por_aclarar))"'; }

titulo "Con señal, por la mañana: $cobrador baja la hoja de un grupo"
token=$(entrar "$cobrador"); token_oficina=$(entrar "$oficina")
grupo=$(pedir "$token" GET /pagos/grupos | jq '.data.grupos[0].id')
antes=$(pedir "$token" GET /cortes/datos-corte | jq .efectivo_esperado)
pedir "$token" GET "/hojas?grupo_id=$grupo" -H 'Accept-Encoding: gzip' -o "$trabajo/hoja.gz" -D "$trabajo/cabeceras"
gunzip -c "$trabajo/hoja.gz" > "$trabajo/hoja.json"
version=$(jq -r .data.hoja.version "$trabajo/hoja.json")
jq -r '.data.hoja | "\(.grupos[0].grupo): \(.grupos[0].prestamos | length) préstamos, se esperan $\(.grupos[0].prestamos | map(.esperado) | add * 100 | round / 100)"' "$trabajo/hoja.json"
echo "$(wc -c < "$trabajo/hoja.gz") bytes con gzip; la misma versión otra vez: $(pedir "$token" GET "/hojas?grupo_id=$grupo" -H "If-None-Match: W/\"$version\"" -o /dev/null -w '%{http_code}')"

titulo "Sin señal: cada visita se guarda en el teléfono con su clave, antes que nada"
: > "$trabajo/salida.jsonl"; n=0
while read -r prestamo; do
  n=$((n + 1)); clave=$(uuid); ocurrido=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  jq -c --argjson n "$n" --arg clave "$clave" --arg ocurrido "$ocurrido" '
    {clave: $clave, prestamo_id, ocurrido_en: $ocurrido} + (
      if $n == 2 then {visita: "no_estaba", monto: 0}
      elif $n == 3 then {visita: "prometio", monto: 0, nota: "Paga el viernes."}
      elif $n == 4 then {visita: "pago", monto: ((.restante * 100 + 5000) / 100), nota: "Dio de más."}
      else {visita: "pago", monto: ([.monto_semanal, .restante] | min)} end)' <<< "$prestamo" >> "$trabajo/salida.jsonl"
done < <(jq -c '.data.hoja.grupos[0].prestamos[]' "$trabajo/hoja.json")
# One that is on no sheet: a number copied wrong from a card.
jq -nc --arg clave "$(uuid)" --arg ocurrido "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '{clave: $clave, prestamo_id: 2000000001, ocurrido_en: $ocurrido, visita: "pago", monto: 75}' >> "$trabajo/salida.jsonl"
cobrado=$(suma "$trabajo/salida.jsonl")
echo "$(wc -l < "$trabajo/salida.jsonl") filas, \$$cobrado en efectivo"

titulo "Mientras tanto, alguien liquida un préstamo en la oficina"
liquidado=$(jq '.data.hoja.grupos[0].prestamos[0] | {prestamo_id, monto_pagado: .restante}' "$trabajo/hoja.json")
pedir "$token_oficina" POST /pagos --json "[$liquidado]" | jq -r '.data.pago | "préstamo \(.prestamo.prestamo_id): \(.prestamo.status)"'

titulo "Con señal otra vez: sale la mitad, y la respuesta se pierde"
mitad=$(( $(wc -l < "$trabajo/salida.jsonl") / 2 ))
head -n "$mitad" "$trabajo/salida.jsonl" | empacar > "$trabajo/mitad.json"
enviar "$trabajo/mitad.json" > /dev/null; echo "(sin respuesta: el teléfono conserva sus $mitad filas)"

titulo "Se envía todo, por si acaso"
empacar "$trabajo/salida.jsonl" > "$trabajo/todo.json"
enviar "$trabajo/todo.json" > "$trabajo/respuesta.json"; contar < "$trabajo/respuesta.json"
jq -r '.data.filas[] | select(.codigo) | "  \(.estado)\(if .registrada_como then " (" + .registrada_como + ")" else "" end): \(.motivo)"' "$trabajo/respuesta.json"

titulo "Y otra vez lo mismo: no cuenta dos veces"
enviar "$trabajo/todo.json" | contar

titulo "La oficina aclara: lo de más se devuelve, lo demás queda pendiente"
pedir "$token_oficina" GET "/por-aclarar?estado=pendiente&grupo_id=$grupo&per_page=200" > "$trabajo/aclarar.json"
jq -r '.data.por_aclarar[] | "  \(.id): $\(.monto) de \(.usuario), préstamo \(.prestamo_id): \(.motivo)"' "$trabajo/aclarar.json"
exceso=$(jq '[.data.por_aclarar[] | select(.codigo == "pago.excede_restante")][0].id' "$trabajo/aclarar.json")
pedir "$token_oficina" POST "/por-aclarar/$exceso/devolver" --json '{"nota": "Se le devolvió; pagará lo justo."}' | jq -r '.data.por_aclarar | "  \(.id): \(.estado)"'

titulo "El corte: faltan 20 pesos, y se sabe de quién"
esperado=$(pedir "$token" GET /cortes/datos-corte | jq .efectivo_esperado)
contado=$(jq -n "$esperado - 20 | . * 100 | round / 100")
pedir "$token" POST /cortes/cortes --json "$(jq -n "{corte_total: 0, total_gastos: 0, semilla: 0, efectivo_contado: $contado}")" |
  jq -r '"esperado $\(.efectivo_esperado), contado $\(.efectivo_contado), diferencia $\(.diferencia)"'
despues=$(pedir "$token" GET /cortes/datos-corte | jq .efectivo_esperado)
echo "tras el corte debe: \$$despues"

titulo "Cuentas"
jq -rn --argjson antes "$antes" --argjson cobrado "$cobrado" --argjson esperado "$esperado" --argjson despues "$despues" '
  def centavos: . * 100 | round;
  if ($antes + $cobrado | centavos) == ($esperado | centavos) and $despues == 20
  then "lo que tenía ($\($antes)) más lo cobrado ($\($cobrado)) es lo que se esperaba ($\($esperado))"
  else error("no cuadra: \($antes) + \($cobrado) contra \($esperado); después \($despues)") end'
