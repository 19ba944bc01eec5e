import { IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { $api } from '../../api/client';
import { performDeed } from '../../incident/use-incident-deeds';
import { openIncidents } from '../../incident/open-incidents';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/palette';
import { isMeant, type PaletteItem } from './palette-items';

const MOST = 3;

/** Acknowledging what waits for me, without going there. */
export function useIncidentsOfMine(typed: string): PaletteItem[] {
  const queries = useQueryClient();
  const { id } = useSession();
  const may = useMay();
  const { data } = $api.useQuery('get', '/api/v1/incidents', openIncidents.of(id));
  if (!may('incident.respond')) return [];
  return (data?.items ?? [])
    .filter(({ status }) => status === 'triggered')
    .map((incident): PaletteItem => {
      const label = texts.acknowledge(incident.number, incident.title);
      const run = () => void performDeed(queries, incident, { kind: 'acknowledge' });
      return { key: `acknowledge ${incident.id}`, group: texts.actions, label, icon: IconEye, run };
    })
    .filter(({ label }) => isMeant(typed, label))
    .slice(0, MOST);
}
