import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FlappingRule, Grouping, SupportHours } from './service-rules.js';

/** How urgent the incidents of a service are: always the one, as their severity says, or as its support hours say. */
export const SERVICE_URGENCIES = ['high', 'low', 'severity', 'support-hours'] as const;
export type ServiceUrgency = (typeof SERVICE_URGENCIES)[number];

@Entity('services')
export class ServiceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'uuid', name: 'team_id', nullable: true })
  teamId!: string | null;

  @Column({ type: 'uuid', name: 'escalation_policy_id' })
  escalationPolicyId!: string;

  /** IANA name: the wall clock that the service's hours are read on. */
  @Column({ type: 'text', name: 'time_zone' })
  timeZone!: string;

  @Column('text')
  urgency!: ServiceUrgency;

  @Column({ type: 'jsonb', name: 'support_hours', nullable: true })
  supportHours!: SupportHours | null;

  /** When the support hours begin next, where what is open is raised then. */
  @Column({ type: 'timestamptz', name: 'support_begins_at', nullable: true })
  supportBeginsAt!: Date | null;

  @Column('jsonb')
  grouping!: Grouping;

  @Column({ type: 'jsonb', nullable: true })
  flapping!: FlappingRule | null;

  @Column({ type: 'int', name: 'ack_timeout_seconds', nullable: true })
  ackTimeoutSeconds!: number | null;

  @Column({ type: 'int', name: 'auto_resolve_seconds', nullable: true })
  autoResolveSeconds!: number | null;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt!: Date;
}
