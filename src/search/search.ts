import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SearchQuery, SearchResult } from './search-schema.js';

/** Of each kind. */
const MOST_OF_A_KIND = 6;
/** Titles are looked for among the latest incidents only, so that the search is as quick after years. */
const LATEST_INCIDENTS = 5_000;

/** What has a name, with the kind it is. Incidents are found in their own way. */
const NAMED = `
  SELECT 'schedule' AS kind, id, name FROM current_schedules
  UNION ALL SELECT 'service', id, name FROM services
  UNION ALL SELECT 'policy', id, name FROM escalation_policies
  UNION ALL SELECT 'person', id, name FROM current_users
  UNION ALL SELECT 'team', id, name FROM teams`;

/** Finds things by a part of their name; what begins with it comes first. */
@Injectable()
export class Search {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement, a few of each kind: incidents first, newest first. */
  async find({ text }: SearchQuery): Promise<SearchResult> {
    const number = /^#?(\d{1,15})$/.exec(text)?.[1] ?? null;
    const items = await this.dataSource.query<SearchResult['items']>(
      `SELECT kind, id, name, number, status FROM (
         (SELECT 0 AS place, 'incident' AS kind, id, title AS name, number::int AS number, status,
                 row_number() OVER (ORDER BY number = $2::bigint DESC NULLS LAST, id DESC) AS rank
            FROM ((SELECT id, title, number, status FROM incidents WHERE number = $2::bigint)
                  UNION
                  (SELECT id, title, number, status FROM
                     (SELECT id, title, number, status FROM incidents ORDER BY id DESC LIMIT ${LATEST_INCIDENTS}) latest
                    WHERE strpos(lower(title), lower($1)) > 0 ORDER BY id DESC LIMIT ${MOST_OF_A_KIND})) incident)
         UNION ALL
         (SELECT 1, kind, id, name, NULL, NULL,
                 row_number() OVER (PARTITION BY kind ORDER BY strpos(lower(name), lower($1)), name, id)
            FROM (${NAMED}) named WHERE strpos(lower(name), lower($1)) > 0)
       ) found
       WHERE rank <= ${MOST_OF_A_KIND} ORDER BY place, kind, rank`,
      [text, number],
    );
    return { items };
  }
}
