import type { Schema } from '../api/client';
import { StateBadge } from '../design/state-badge';
import { texts } from '../texts/services';

/** How a service stands: how many incidents need somebody, how many are in hand; else that all is quiet. */
export function ServiceStateBadge({ state }: { state: Schema<'ServiceState'> | undefined }) {
  if (state === undefined) return <StateBadge state="resolved" label={texts.quiet} />;
  return (
    <>
      {state.triggered === 0 ? null : (
        <StateBadge state="triggered" label={texts.triggered(state.triggered)} />
      )}
      {state.acknowledged === 0 ? null : (
        <StateBadge state="acknowledged" label={texts.acknowledged(state.acknowledged)} />
      )}
    </>
  );
}
