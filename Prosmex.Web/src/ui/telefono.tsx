// A client's telephone, to tap.

interface TelefonoProps {
  /** E.164. */
  telefono: string;
  /** Of whom, for screen readers. */
  name: string;
}

/** To call the client, and to write to them. */
export const TelefonoLinks = ({ telefono, name }: TelefonoProps) => (
  <span class="detalle telefono no-se-imprime">
    <a href={`tel:${telefono}`}>
      Llamar<span class="oculto">{` a ${name}`}</span>
    </a>{' '}
    <a href={`https://wa.me/${telefono.slice(1)}`} target="_blank" rel="noopener noreferrer">
      WhatsApp<span class="oculto">{` a ${name}, en otra pestaña`}</span>
    </a>
  </span>
);

/** The number as people read it out, and what can be done with it. */
export const Telefono = ({ telefono, name }: TelefonoProps) => (
  <>
    {telefonoInWords(telefono)}
    <TelefonoLinks telefono={telefono} name={name} />
  </>
);

// Four cities have a code of two digits, the rest of the country one of three.
const MEXICAN = /^\+52(33|5[56]|81|\d{3})(\d{3,4})(\d{4})$/;

/** "33 1234 5678"; of another country as it is dialled from here. */
export const telefonoInWords = (telefono: string): string => telefono.replace(MEXICAN, '$1 $2 $3');
