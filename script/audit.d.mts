export function readAudit(text: string): { complaints: string[]; notAsked: string | null };
