/** A country's dialling code; `keepsZero` where the 0 in front of a number at home stays when dialled from abroad. */
export interface Country {
  readonly name: string;
  readonly code: string;
  /** Beginnings or whole names of IANA zones that suggest the country. */
  readonly zones: readonly string[];
  readonly keepsZero?: true;
}

/** The countries that the phone field offers. Any other number is typed whole, with its + in front. */
export const COUNTRIES: readonly Country[] = [
  { name: 'Australia', code: '+61', zones: ['Australia/'] },
  { name: 'Austria', code: '+43', zones: ['Europe/Vienna'] },
  { name: 'Belgium', code: '+32', zones: ['Europe/Brussels'] },
  { name: 'Brazil', code: '+55', zones: ['America/Sao_Paulo', 'America/Fortaleza', 'America/Recife'] },
  { name: 'Czechia', code: '+420', zones: ['Europe/Prague'] },
  { name: 'Denmark', code: '+45', zones: ['Europe/Copenhagen'] },
  { name: 'Finland', code: '+358', zones: ['Europe/Helsinki'] },
  { name: 'France', code: '+33', zones: ['Europe/Paris'] },
  { name: 'Germany', code: '+49', zones: ['Europe/Berlin', 'Europe/Busingen'] },
  { name: 'India', code: '+91', zones: ['Asia/Kolkata', 'Asia/Calcutta'] },
  { name: 'Ireland', code: '+353', zones: ['Europe/Dublin'] },
  { name: 'Italy', code: '+39', zones: ['Europe/Rome'], keepsZero: true },
  { name: 'Japan', code: '+81', zones: ['Asia/Tokyo'] },
  { name: 'Mexico', code: '+52', zones: ['America/Mexico_City', 'America/Monterrey', 'America/Tijuana'] },
  { name: 'Netherlands', code: '+31', zones: ['Europe/Amsterdam'] },
  { name: 'New Zealand', code: '+64', zones: ['Pacific/Auckland'] },
  { name: 'Norway', code: '+47', zones: ['Europe/Oslo'] },
  { name: 'Poland', code: '+48', zones: ['Europe/Warsaw'] },
  { name: 'Portugal', code: '+351', zones: ['Europe/Lisbon'] },
  { name: 'Singapore', code: '+65', zones: ['Asia/Singapore'] },
  { name: 'South Africa', code: '+27', zones: ['Africa/Johannesburg'] },
  { name: 'Spain', code: '+34', zones: ['Europe/Madrid'] },
  { name: 'Sweden', code: '+46', zones: ['Europe/Stockholm'] },
  { name: 'Switzerland', code: '+41', zones: ['Europe/Zurich'] },
  { name: 'Ukraine', code: '+380', zones: ['Europe/Kyiv', 'Europe/Kiev'] },
  { name: 'United Kingdom', code: '+44', zones: ['Europe/London'] },
  { name: 'USA and Canada', code: '+1', zones: ['America/', 'US/', 'Canada/'] },
];

/** The country that a zone suggests; the most exact name wins. */
export function countryOfZone(zone: string): Country | null {
  const fits = COUNTRIES.flatMap((country) =>
    country.zones.filter((part) => zone.startsWith(part)).map((part) => ({ country, length: part.length })),
  );
  return fits.sort((left, right) => right.length - left.length)[0]?.country ?? null;
}

/**
 * A number as it is dialled from anywhere (E.164), from what somebody typed: spaces, brackets and strokes go, `00` is
 * a +, and without either the country stands in front, for its 0 at home.
 * @example wholeNumber('0151 234 567', germany) === '+49151234567'
 */
export function wholeNumber(typed: string, country: Country | null): string {
  const signs = typed.replaceAll(/[\s()./\-\u2010-\u2015]/g, '');
  if (signs.startsWith('+')) return signs.replace('(0)', '');
  if (signs.startsWith('00')) return `+${signs.slice(2)}`;
  if (country === null || signs === '') return signs;
  return country.code + (country.keepsZero === true ? signs : signs.replace(/^0/, ''));
}
