import { z } from 'zod';

/** Ids and secrets of things that exist, by what their paths call them: `users`, `schedules`. */
export class KnownThings {
  private readonly ids = new Map<string, Set<string>>();
  private readonly forbidden = new Set<string>();
  private readonly kept = new Set<string>();
  /** What nobody but the one who was given it may read again. */
  readonly secrets = new Map<string, string>();

  /** Never used: whoever asks must not lose what they ask with. */
  leaveAlone(id: string): void {
    this.forbidden.add(id);
  }

  /** What is known so far is not removed: there would be nothing left to ask about. */
  keepAll(): void {
    for (const ids of this.ids.values()) for (const id of ids) this.kept.add(id);
  }

  /** What has been there from the beginning, and stays. */
  lasting(kind: string): readonly string[] {
    return [...(this.ids.get(kind) ?? [])].filter((id) => this.kept.has(id));
  }

  /** What came since, the latest of it. */
  passing(kind: string): readonly string[] {
    return [...(this.ids.get(kind) ?? [])].filter((id) => !this.kept.has(id)).slice(-MOST_OF_A_KIND);
  }

  forget(id: string): void {
    for (const ids of this.ids.values()) ids.delete(id);
  }

  add(kind: string, id: string): void {
    if (this.forbidden.has(id)) return;
    const ids = this.ids.get(kind) ?? new Set();
    this.ids.set(kind, ids.add(id));
  }

  /** Takes in what an answer tells. */
  learn(path: string, body: unknown): void {
    const kind =
      path
        .split('/')
        .filter((part) => part !== '' && !part.startsWith('{'))
        .at(-1) ?? '';
    const whole = answerSchema.safeParse(body).data;
    for (const { id } of [whole, ...(whole?.items ?? [])].filter((one) => one !== undefined))
      if (id !== undefined) this.add(kind, id);
    this.walk(body, kind, '', path);
  }

  private walk(value: unknown, kind: string, field: string, from: string): void {
    if (typeof value === 'string') {
      this.learnText(value, kind, field, from);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) for (const item of value) this.walk(item, kind, field, from);
    else for (const [name, inner] of Object.entries(value)) this.walk(inner, kind, name, from);
  }

  private learnText(text: string, kind: string, field: string, from: string): void {
    const other = KIND_OF_FIELD[field];
    if (other !== undefined && UUID.test(text)) this.add(other, text);
    if (field === 'key' && text.length === 32) this.add('integrations by key', text);
    if (field === 'number' || text.length < 12) return;
    if (SECRET_FIELD.test(field)) this.secrets.set(text, `${from} ${field}`);
    const secret = /^https?:.*\/([\w-]{16,})(?:\.ics|\/\w+)?$/.exec(text)?.[1];
    if (secret !== undefined && !UUID.test(secret)) {
      this.secrets.set(secret, `${from} ${field}`);
      if (kind === 'calendar-feeds') this.add('calendar', secret);
    }
  }
}

const MOST_OF_A_KIND = 6;

/** Of a thing, or of a list of them. What lies deeper has ids of its own kind. */
const answerSchema = z.looseObject({
  id: z.string().optional(),
  items: z.array(z.looseObject({ id: z.string().optional() })).optional(),
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SECRET_FIELD = /(?:token|secret|password|code|^key)$/i;

/** Which kind of thing a field names. */
export const KIND_OF_FIELD: Readonly<Record<string, string>> = {
  userId: 'users',
  userIds: 'users',
  withUserId: 'users',
  participants: 'users',
  replaces: 'users',
  assignedTo: 'users',
  handOffTo: 'users',
  actor: 'users',
  successorId: 'users',
  user: 'users',
  scheduleId: 'schedules',
  schedule: 'schedules',
  teamId: 'teams',
  team: 'teams',
  escalationPolicyId: 'escalation-policies',
  policyId: 'escalation-policies',
  policy: 'escalation-policies',
  serviceId: 'services',
  serviceIds: 'services',
  contactMethodId: 'contact-methods',
  incidentId: 'incidents',
  into: 'incidents',
  maintenanceWindowId: 'maintenance-windows',
  pageId: 'pages',
};
