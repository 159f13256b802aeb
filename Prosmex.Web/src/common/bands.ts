import type { Dto } from '../api/contract';

export const bandInWords = ({ desde, hasta }: Pick<Dto['TramoDeAntiguedadDto'], 'desde' | 'hasta'>): string =>
  desde === 0 && hasta === 0 ? 'Al corriente' : hasta === null ? `${desde} días o más` : `${desde} a ${hasta} días`;
