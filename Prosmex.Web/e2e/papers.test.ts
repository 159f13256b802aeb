import { expect, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { expectQuiet, signedIn, useBrowser, visit } from './support/browser';
import { expectWhole, type Paper, print } from './support/pdf';
import { readPage } from './support/reading';
import { samplesOfDirector } from './support/samples';

useBrowser();

const PAPERS: readonly Paper[] = ['A4', 'Letter'];

test('each group’s sheet is one page, with all names and amounts', async () => {
  const api = await Api.of('director');
  const { cobranza: grupos } = await api.get('/reporte/cobranza', { semana: RUNNING, per_page: 50 });
  const tab = await signedIn('director');

  for (const { grupo_id } of grupos) {
    const { hoja } = await api.get('/hojas', { grupo_id, semana: RUNNING });
    await visit(tab.page, `/panel/hoja/${grupo_id}`);
    for (const format of PAPERS) {
      const pdf = await print(tab.page, format);

      expect(pdf.pages.length, `group ${grupo_id}, ${format}`).toBe(1);
      await expectWhole(tab.page, pdf, `group ${grupo_id}, ${format}`);
      for (const words of ['☐', 'Efectivo contado', 'Entrega: gestor de cobranza', 'Recibe: titular'])
        expect(pdf.pages[0]).toContain(words);
      expect((await readPage(tab.page)).tables[0]?.rows.map((r) => r[0])).toEqual(hoja.grupos[0]?.prestamos.map((p) => p.cliente));
    }
  }

  expect(grupos).toHaveLength(12);
  expectQuiet(tab);
});

test('plan and receipt are whole, with the lender’s name and places to sign', async () => {
  const { prestamo, pago } = await samplesOfDirector();
  const { nombre } = await (await Api.of('director')).get('/financiera');
  const tab = await signedIn('director');

  for (const at of [`/panel/plan/${prestamo}`, `/panel/recibo/${pago}`]) {
    await visit(tab.page, at);
    for (const format of PAPERS) {
      const pdf = await print(tab.page, format);

      await expectWhole(tab.page, pdf, `${at}, ${format}`);
      expect(pdf.pages[0]).toContain(nombre);
    }
  }

  expectQuiet(tab);
});

test('a long statement repeats its headings on each page', async () => {
  const cliente = await clientOfManyPayments();
  const tab = await signedIn('director');
  await visit(tab.page, `/panel/estado-de-cuenta/${cliente}`);

  for (const format of PAPERS) {
    const pdf = await print(tab.page, format);

    await expectWhole(tab.page, pdf, format);
    expect(pdf.pages.length).toBeGreaterThan(1);
    const rows = / 20\d\d \d+ (Pago|Reversa|Visita|Liquidación)/;
    for (const text of pdf.pages.filter((p) => rows.test(p))) expect(text).toContain('Fecha Folio Concepto Monto Queda por pagar');
    expect(pdf.pages.filter((p) => rows.test(p)).length).toBeGreaterThan(1);
  }

  expectQuiet(tab);
});

async function clientOfManyPayments(): Promise<number> {
  const api = await Api.of('director');
  const { cartera } = await api.get('/reporte/cartera', { semana: RUNNING, per_page: 25 });
  const statements = await Promise.all(
    cartera.flatMap((p) => (p.cliente_id === null ? [] : [api.get('/clientes/{id}/estado-de-cuenta', {}, p.cliente_id)])),
  );
  const payments = (s: (typeof statements)[number]) => s.prestamos.reduce((total, p) => total + p.movimientos.length, 0);
  const [longest] = statements.toSorted((a, b) => payments(b) - payments(a));
  if (!longest) throw new Error('No client.');
  return longest.cliente.id;
}
