import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../access/role.js';

@Entity('users')
export class UserEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  email!: string;

  /** IANA name; times for this person are told in it. */
  @Column({ type: 'text', name: 'time_zone' })
  timeZone!: string;

  @Column({ type: 'text' })
  role!: Role;

  /** Programs have accounts too, which are no people: nothing here is about them. */
  @Column({ type: 'text', insert: false, update: false })
  kind!: 'person' | 'service';

  /** One of twelve, dealt in turn by the database when a person is added; for good. */
  @Column({ type: 'smallint', insert: false, update: false })
  colour!: number;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt!: Date;

  /** When the person left; their row stays, since history names them. */
  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true, insert: false, update: false })
  deletedAt!: Date | null;
}
