import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** More hints in a row than this, and two machines are talking to each other. */
const MOST_HINTS = 5;

/** Counts the hints given to a number since its last valid command. */
@Injectable()
export class ReplyHints {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether one more hint may be given; counts it. */
  async mayHint(phone: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ given: number }[]>(
      `INSERT INTO reply_hints AS hints (address, given) VALUES ($1, 1)
       ON CONFLICT (address) DO UPDATE SET given = least(hints.given + 1, $2 + 1) RETURNING given`,
      [phone, MOST_HINTS],
    );
    return row !== undefined && row.given <= MOST_HINTS;
  }

  /** A valid command came: the count begins again. */
  async forget(phone: string): Promise<void> {
    await this.dataSource.query('DELETE FROM reply_hints WHERE address = $1', [phone]);
  }
}
