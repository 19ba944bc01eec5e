import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('overrides')
export class OverrideEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'uuid', name: 'schedule_id' })
  scheduleId!: string;

  @Column({ type: 'timestamptz', name: 'starts_at' })
  startsAt!: Date;

  @Column({ type: 'timestamptz', name: 'ends_at' })
  endsAt!: Date;

  @Column({ type: 'uuid', name: 'user_id' })
  userId!: string;

  @Column({ type: 'uuid', nullable: true })
  replaces!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** The swap or cover that made it. */
  @Column({ type: 'uuid', name: 'swap_id', nullable: true })
  swapId!: string | null;

  @Column({ type: 'uuid', name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', update: false })
  createdAt!: Date;

  /** Set where it was taken back before it began; such a one never took effect. */
  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true, insert: false })
  deletedAt!: Date | null;
}
