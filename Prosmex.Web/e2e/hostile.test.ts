// Names that are markup, that run from right to left, or that do not end: text on every page and paper.

import { beforeAll, expect, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { expectQuiet, signedIn, useBrowser, visit } from './support/browser';
import { expectWhole, print } from './support/pdf';
import { everyPage, type Samples, samplesOf, samplesOfDirector } from './support/samples';

useBrowser();

const MARKUP = '<img src=x onerror=alert(1)>';
const LONG = 'W'.repeat(100);
const NAMES = [
  { nombre: MARKUP, apellido_paterno: '"Ñandú" ﷽', apellido_materno: "O'Neil & </script>" },
  { nombre: LONG, apellido_paterno: 'Núñez', apellido_materno: 'y' },
];
const people: (Samples & { name: string })[] = [];

/** Each with a loan and a payment; the other is the aval. Not in the group whose pictures are taken. */
beforeAll(async () => {
  const admin = await Api.of('admin');
  const { grupo: pictured } = await samplesOfDirector();
  const { grupo } = await samplesOf(await Api.of('director'), (other) => other !== pictured);
  const made: number[] = [];
  for (const names of NAMES) {
    const { cliente } = await admin.post<{ cliente: number }>('/clientes', {
      ...names,
      colonia: MARKUP,
      cp: '45402',
      codigo_ine: `E2E${crypto.randomUUID().replaceAll('-', '').slice(0, 15)}`,
      estado_civil: 'soltero',
      num_hijos: 0,
      propiedad: 'rentada',
      es_aval: true,
      grupo_id: grupo,
    });
    made.push(cliente);
  }
  for (const [i, cliente] of made.entries()) {
    const { prestamo } = await admin.post<{ prestamo: number }>('/prestamos', {
      cliente_id: cliente,
      monto_prestamo: 3000,
      tipo_prestamo_id: 1,
      aval_id: made[1 - i],
      fecha_inicio: '2026-11-10',
    });
    const { pago } = await admin.post<{ pago: { id: number } }>('/pagos', { prestamo_id: prestamo, monto_pagado: 50 });
    people.push({ cliente, prestamo, grupo, pago: pago.id, name: Object.values(NAMES[i] ?? {}).join(' ') });
  }
});

test('hostile names are text on every page, run nothing and do not widen it', async () => {
  const tab = await signedIn('director');
  tab.page.on('dialog', (dialog) => tab.complaints.push(`dialog: ${dialog.message()}`));

  for (const { name, ...person } of people) {
    const search = `/panel/buscar?q=${person.cliente}`;
    const list = `/panel/cartera?semana=${RUNNING}&grupo=${person.grupo}`;
    for (const at of [...everyPage(person).filter((page) => /\/\d+$/.test(page)), search, list]) {
      await visit(tab.page, at);

      expect(await tab.page.locator('#contenido').textContent(), at).toContain(name);
      expect(await tab.page.locator('#contenido img[src=x]').count(), at).toBe(0);
      // The window is 1440 wide: no table but a paper's needs to be scrolled.
      const cut = await tab.page.evaluate(
        () => [...document.querySelectorAll('.caja:not(.papel *)')].filter((box) => box.scrollWidth > box.clientWidth + 1).length,
      );
      expect.soft(cut, at).toBe(0);
      for (const width of [320, 768, 1440]) {
        await tab.page.setViewportSize({ width, height: 900 });
        expect.soft(await tab.page.evaluate(() => document.documentElement.scrollWidth), `${at} at ${width}`).toBeLessThanOrEqual(width);
      }
    }
  }
  expectQuiet(tab);
});

test('hostile names are whole on papers, and their sheet is still one page', async () => {
  const tab = await signedIn('director');

  for (const person of people) {
    for (const at of everyPage(person).filter((page) => /(estado-de-cuenta|plan|hoja|recibo)\/\d+$/.test(page))) {
      await visit(tab.page, at);
      const pdf = await print(tab.page, 'Letter');

      await expectWhole(tab.page, pdf, at);
      if (at.includes('hoja')) expect.soft(pdf.pages.length, at).toBe(1);
    }
  }
  expectQuiet(tab);
});
