import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How urgent the incidents of a service are: always the one, or as their severity says. */
export const SERVICE_URGENCIES = ['high', 'low', 'severity'] as const;
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

  @Column('text')
  urgency!: ServiceUrgency;

  @Column({ type: 'int', name: 'ack_timeout_seconds', nullable: true })
  ackTimeoutSeconds!: number | null;

  @Column({ type: 'int', name: 'auto_resolve_seconds', nullable: true })
  autoResolveSeconds!: number | null;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt!: Date;
}
