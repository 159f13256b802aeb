import { expect, test } from 'vitest';
import { Api } from './support/api';
import { expectQuietBut, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';

useBrowser();

const bonos = async () => (await (await Api.of('admin')).get('/bonos', { per_page: 200 })).bonos;
const types = async () => (await (await Api.of('admin')).get('/prestamos/tipos')) ?? [];

tryHostile('a new bracket', {
  at: () => Promise.resolve('/panel/oficina/bonos/nuevo'),
  rol: 'admin',
  fill: async (page) => {
    const from = Math.max(20_000, ...(await bonos()).map((b) => b.entrega_max + 1));
    await page.fill('[name=desde]', String(from));
    await page.fill('[name=hasta]', String(from + 99));
    await page.fill('[name=monto]', '500');
  },
  typed: (page) => page.$$eval('form.cambio input', (inputs) => inputs.map((input) => (input as HTMLInputElement).value)),
  times: async () => (await bonos()).length,
  meanwhile: {
    act: async () => {
      const from = Math.max(20_000, ...(await bonos()).map((b) => b.entrega_max + 1));
      await (await Api.of('admin')).post('/bonos', { monto: 500, entrega_min: from, entrega_max: from + 9, fallas: 0 });
    },
    says: /^El rango de cobranza se traslapa/,
  },
});

test('a bracket is drawn as it is typed, with its overlaps and gaps, changed and deleted', async () => {
  const tab = await signedIn('admin', '/panel/oficina');
  const { page } = tab;
  await follow(page, 'main a[href="/panel/oficina/bonos"]');
  await follow(page, 'a[href$="/bonos/nuevo"]');
  await page.fill('[name=desde]', '13000');
  await page.fill('[name=hasta]', '13999');
  await page.fill('[name=monto]', '450.50');
  await page.getByText('Se traslapa con el tramo de $10,000.00 a $13,500.00.').waitFor();

  await page.click('button.principal');
  await page.getByText(/se traslapa con el de otro bono/).waitFor();
  expect(await page.inputValue('[name=monto]')).toBe('450.50');
  await page.fill('[name=desde]', '14000');
  await page.fill('[name=hasta]', '14999');
  await page.getByText('Sin bono entre $13,501.00 y $14,000.00.').waitFor();
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/bonos');
  await shown(page);
  expect(await page.textContent('#hecho')).toBe('Se agregó el tramo.');
  const added = (await bonos()).find((b) => b.entrega_min === 14_000);
  expect(added).toMatchObject({ entrega_max: 14_999, monto: 450.5, fallas: 0 });

  await follow(page, `a[href$="/bonos/${added?.id}/editar"]`);
  await page.fill('[name=fallas]', '3');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/bonos');
  expect((await bonos()).find((b) => b.id === added?.id)?.fallas).toBe(3);

  await shown(page);
  await follow(page, `a[href$="/bonos/${added?.id}/eliminar"]`);
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/bonos');
  expect((await bonos()).some((b) => b.id === added?.id)).toBe(false);
  expectQuietBut(tab, 409);
});

const NAME = `Préstamo de 7 semanas ${Date.now()}`;

test('a product is drawn by the server as it is typed, added, and changed for loans to come', async () => {
  const tab = await signedIn('admin', '/panel/oficina/productos/nuevo');
  const { page } = tab;
  await page.fill('[name=nombre]', NAME);
  await page.fill('[name=semanas]', '7');
  await page.fill('[name=interes]', '12');
  await page.fill('[name=semanal]', '15');
  await page.getByText(/Los pagos no suman el total/).waitFor();
  await page.fill('[name=semanal]', '16');
  await page.getByText('Por $1,000.00: 7 pagos de $160.00. En total $1,120.00.').waitFor();
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/productos');
  await shown(page);
  const added = (await types()).find((t) => t.nombre === NAME);
  expect(added).toMatchObject({ numero_semanas: 7, interes: 0.12, porcentaje_semanal: 0.16 });

  await follow(page, `a[href$="/productos/${added?.tipo_prestamo_id}/editar"]`);
  expect(await page.inputValue('[name=interes]')).toBe('12');
  await page.fill('[name=interes]', '19');
  await page.fill('[name=semanal]', '17');
  await page.getByText('Por $1,000.00: 7 pagos de $170.00. En total $1,190.00.').waitFor();
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/productos');
  expect((await types()).find((t) => t.tipo_prestamo_id === added?.tipo_prestamo_id)?.interes).toBe(0.19);
  // Typing asks the server for plans that it refuses.
  expectQuietBut(tab, 400);
});

test('what somebody else changes while the form is open stays', async () => {
  const admin = await Api.of('admin');
  const [type] = await types();
  const [bono] = await bonos();
  if (!type || !bono) throw new Error('The demo has products and brackets.');
  const { page } = await signedIn('admin', `/panel/oficina/productos/${type.tipo_prestamo_id}/editar`);
  await shown(page);
  await page.fill('[name=tolerados]', String(type.incumplimientos_tolerados + 1));
  await admin.put(`/prestamos/tipos/${type.tipo_prestamo_id}`, { limite_penalizaciones: type.limite_penalizaciones + 1 });
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/productos');
  expect((await types()).find((t) => t.tipo_prestamo_id === type.tipo_prestamo_id)).toMatchObject({
    incumplimientos_tolerados: type.incumplimientos_tolerados + 1,
    limite_penalizaciones: type.limite_penalizaciones + 1,
  });

  await visit(page, `/panel/oficina/bonos/${bono.id}/editar`);
  await page.fill('[name=fallas]', String(bono.fallas + 1));
  await admin.put(`/bonos/${bono.id}`, { monto: bono.monto + 1 });
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/bonos');
  const changed = (await bonos()).find((b) => b.entrega_min === bono.entrega_min);
  expect(changed).toMatchObject({ fallas: bono.fallas + 1, monto: bono.monto + 1 });

  await admin.put(`/prestamos/tipos/${type.tipo_prestamo_id}`, {
    incumplimientos_tolerados: type.incumplimientos_tolerados,
    limite_penalizaciones: type.limite_penalizaciones,
  });
  await admin.put(`/bonos/${changed?.id}`, { fallas: bono.fallas, monto: bono.monto });
});

test('who is not the administrator sees the catalogue and cannot change it', async () => {
  const { page } = await signedIn('supervisor', '/panel/oficina/bonos');
  expect(await page.getByText('Agregar un tramo').count()).toBe(0);
  expect(await page.locator('main').getByText('Cambiar', { exact: true }).count()).toBe(0);
  await page.goto('/panel/oficina/bonos/nuevo');
  await page.getByRole('heading', { name: 'Sin permiso' }).waitFor();
  await visit(page, '/panel/oficina');
  expect(await page.locator('main a[href="/panel/oficina/bitacora"]').count()).toBe(0);
});
