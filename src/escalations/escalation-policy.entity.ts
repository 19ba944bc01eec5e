import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LastResortTarget, PolicyStep } from './policy-snapshot.js';

@Entity('escalation_policies')
export class EscalationPolicyEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('int')
  repeat!: number;

  @Column('jsonb')
  steps!: PolicyStep[];

  @Column({ type: 'jsonb', name: 'last_resort' })
  lastResort!: LastResortTarget[];

  @Column({ type: 'uuid', name: 'hand_off_to', nullable: true })
  handOffTo!: string | null;

  @Column({ type: 'uuid', name: 'team_id', nullable: true })
  teamId!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', insert: false })
  updatedAt!: Date;
}
