// Signing in, one's password, signing out.

import * as api from './api.js';
import { decir, id } from './dom.js';

/** @param alEntrar called after sign-in, with whether the user should change their password. */
export function prepararAcceso(alEntrar) {
  id('entrar').addEventListener('submit', async evento => {
    evento.preventDefault();
    const boton = evento.target.querySelector('button');
    const contrasena = id('contrasena');
    decir(id('acceso-error'), null);
    boton.disabled = true;
    try {
      const debeCambiar = await api.entrar(id('usuario').value, contrasena.value);
      evento.target.reset();
      await alEntrar(debeCambiar);
    } catch (error) {
      decir(id('acceso-error'), error.message);
      contrasena.select();
    } finally {
      boton.disabled = false;
    }
  });
  id('salir').addEventListener('click', async () => {
    await api.salir();
    // Nothing of what was read stays in the page.
    location.reload();
  });
  prepararContrasena();
}

export function pedirAcceso(motivo) {
  id('aplicacion').hidden = true;
  document.querySelectorAll('dialog[open]').forEach(d => d.close());
  document.querySelectorAll('section > .cuerpo').forEach(c => c.replaceChildren());
  decir(id('acceso-motivo'), motivo);
  id('acceso').hidden = false;
  id('usuario').focus();
}

function prepararContrasena() {
  const [dialogo, formulario, error] = [id('dialogo-contrasena'), id('cambiar'), id('contrasena-error')];
  const abrir = () => {
    formulario.reset();
    decir(error, null);
    dialogo.showModal();
  };
  id('abrir-contrasena').addEventListener('click', abrir);
  id('cambiar-ya').addEventListener('click', abrir);
  formulario.querySelector('[data-cerrar]').addEventListener('click', () => dialogo.close());
  formulario.addEventListener('submit', async evento => {
    evento.preventDefault();
    const nueva = id('contrasena-nueva').value;
    if (nueva !== id('contrasena-otra-vez').value) {
      decir(error, 'Las dos contraseñas nuevas no son iguales.');
      return;
    }
    try {
      await api.cambiarContrasena(id('contrasena-actual').value, nueva);
      id('debe-cambiar').hidden = true;
      dialogo.close();
      id('avisos').textContent = 'Se cambió la contraseña.';
    } catch (fallo) {
      decir(error, fallo.message);
    }
  });
}
