// What a corte adds up to, in cents: amounts are never added as floating-point numbers.

import { amountOf, amountOfCents, centsOf } from '../../common/amounts';
import { money } from '../../common/numbers';

export interface Expense {
  concepto: string;
  monto: string;
}

export const NO_EXPENSE: Expense = { concepto: '', monto: '' };

export const centsOfNumber = (amount: number): number => Math.round(amount * 100);

/** 0 while it is no amount. */
export const centsTyped = (typed: string): number => {
  const amount = amountOf(typed);
  return amount === null ? 0 : centsOf(amount);
};

export const sumOf = (expenses: readonly Expense[]): number => expenses.reduce((sum, e) => sum + centsTyped(e.monto), 0);

/** As the API takes them. @throws a sentence for the user. */
export const expensesOf = (expenses: readonly Expense[]) =>
  expenses.map(({ concepto, monto }, n) => {
    const amount = amountOf(monto);
    if (!amount || centsOf(amount) === 0) throw new Error(`Gasto ${n + 1}: escriba un monto en pesos mayor que cero.`);
    if (concepto.trim() === '') throw new Error(`Gasto ${n + 1}: escriba en qué se gastó.`);
    return { concepto: concepto.trim(), monto: amount };
  });

/** @throws a sentence for the user. */
export function requiredAmount(label: string, typed: string): string {
  const amount = amountOf(typed);
  if (!amount) throw new Error(`${label}: escriba una cantidad en pesos, por ejemplo 350.50.`);
  return amount;
}

/** What is missing has a name, and so has what is too much. */
export const differenceInWords = (cents: number): string =>
  cents === 0 ? 'Cuadra: sin diferencia' : `${cents < 0 ? 'Faltante' : 'Sobrante'} de caja: ${money(Math.abs(cents) / 100)}`;

/** The total of a corte: what the user's groups owe, in the negative, less bono and expenses, plus the seed. */
export const corteTotal = (baseCents: number, seedCents: number, expenseCents: number): string =>
  signed(baseCents + seedCents - expenseCents);

const signed = (cents: number): string => `${cents < 0 ? '-' : ''}${amountOfCents(Math.abs(cents))}`;
