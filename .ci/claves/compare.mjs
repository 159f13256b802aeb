// Compares our verdict on each clave with a package's. Where a package is known to be laxer, its missing rule is added here; where it is
// stricter, the clave is left out.
import { readFileSync } from "node:fs";
import { Rfc } from "@nodecfdi/rfc";
import { clabe } from "clabe-validator";
import curp from "curp";

const MIN_COMPARED = 9_000;
const claves = JSON.parse(readFileSync(process.argv[2], "utf8"));

// Each gives the package's verdict, or undefined where it cannot be compared.
const verdicts = {
  curp(text) {
    // Stricter: we take any four letters (the package wants a vowel or X as the second), and Ñ, which the alphabet of the check digit has.
    if (/Ñ/.test(text) || /^[A-Z][^AEIOUX][A-Z]{2}/.test(text)) {
      return undefined;
    }

    // Laxer: any day up to 31 of any month.
    return Boolean(curp.validar(text)) && isDay((/\d/.test(text[16]) ? "19" : "20") + text.slice(4, 10));
  },

  rfc(text) {
    // Stricter: the last character must be a digit or A, as in the SAT's schema. We take any, since a wrong digit is a warning and no more.
    if (/[B-Z]$/.test(text)) {
      return undefined;
    }

    // Laxer: companies, with three letters, and lower case. Nothing else: its date is a real one of 20yy.
    return Rfc.isValid(text) && Rfc.unparsed(text).isFisica() && text === text.toUpperCase();
  },

  // Stricter: knows banks and places. valid.format is what does not depend on them.
  clabe: (text) => clabe.validate(text).valid.format,
};

// Of a valid RFC, whether its check digit is right.
const digit = (text) => Rfc.unparsed(text).doesCheckSumMatch();

let differences = 0;
for (const [kind, verdict] of Object.entries(verdicts)) {
  let [compared, valid] = [0, 0];
  for (const ours of claves[kind]) {
    const theirs = verdict(ours.text);
    if (theirs === undefined) {
      continue;
    }

    compared++;
    valid += theirs ? 1 : 0;
    report(kind, ours.text, ours.valid, theirs);
    if (kind === "rfc" && theirs) {
      report("the check digit of rfc", ours.text, ours.digit, digit(ours.text));
    }
  }

  console.log(`${kind}: ${compared} of ${claves[kind].length} compared, ${valid} of them valid`);
  if (compared < MIN_COMPARED) {
    console.error(`Fewer than ${MIN_COMPARED} of ${kind} can be compared: make the values of GeneratedClaves more usual.`);
    differences++;
  }
}

process.exitCode = differences > 0 ? 1 : 0;

function report(what, text, ours, theirs) {
  if (ours !== theirs) {
    differences++;
    console.error(`${what} ${JSON.stringify(text)}: we say ${ours}, the package says ${theirs}`);
  }
}

function isDay(yyyymmdd) {
  const iso = yyyymmdd.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}
