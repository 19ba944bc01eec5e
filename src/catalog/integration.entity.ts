import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The formats that monitoring can speak to Rouse. */
export const INTEGRATION_TYPES = ['events-v2', 'alertmanager', 'generic'] as const;
export type IntegrationType = (typeof INTEGRATION_TYPES)[number];

@Entity('integrations')
export class IntegrationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'uuid', name: 'service_id' })
  serviceId!: string;

  @Column('text')
  type!: IntegrationType;

  @Column('text')
  name!: string;

  @Column({ type: 'bytea', name: 'key_hash' })
  keyHash!: Buffer;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true, insert: false })
  revokedAt!: Date | null;
}
