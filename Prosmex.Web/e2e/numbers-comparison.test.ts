import { expect, test } from 'vitest';
import { Api, ROLES, RUNNING } from './support/api';
import { expectQuiet, signedIn, useBrowser, visit } from './support/browser';
import { int, mxn, pct, week } from './support/format';
import { readPage } from './support/reading';

useBrowser();

const KINDS = { grupo: 'Grupos', ruta: 'Rutas', titular: 'Titulares' } as const;

test.each(ROLES)('comparison of the %s shows the API’s numbers in the API’s order', async (rol) => {
  const api = await Api.of(rol);
  const tab = await signedIn(rol);

  for (const por of ['grupo', 'ruta', 'titular'] as const) {
    for (const orden of ['morosidad', 'crecimiento', 'bono', 'nombre'] as const) {
      const { comparacion } = await api.get('/reporte/comparacion', { por, orden, semana: RUNNING, semanas: 12, per_page: 50 });

      await visit(tab.page, `/panel/comparacion?por=${por}&orden=${orden}&semana=${RUNNING}`);
      const read = await readPage(tab.page);

      expect(read.heading).toBe(`Comparación hasta la semana del ${week(RUNNING)} ${KINDS[por]} en 12 semanas`);
      expect(read.tables[0]?.rows).toEqual(
        comparacion.map((r) => [
          r.id === null ? 'Sin asignar' : r.nombre,
          pct(r.morosidad_porcentaje),
          '',
          mxn(r.cobranza_ideal),
          mxn(r.cobranza_real),
          mxn(r.morosidad_monto),
          int(r.faltas),
          mxn(r.bono),
          int(r.prestamos_activos_al_inicio),
          int(r.prestamos_activos),
        ]),
      );
    }
  }

  expectQuiet(tab);
});
