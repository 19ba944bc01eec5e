import { IconAlertTriangle, IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useLiveState } from '../api/live';
import { texts } from '../texts/frame';
import { usePagingTrouble } from './paging-trouble';
import classes from './shell.module.css';

const TOLD_FOR_MS = 4_000;

/** A thin line on top while the connection is gone, while pages do not go out, and for a moment when all is well again. */
export function TroubleStrip() {
  const live = useLiveState();
  const trouble = usePagingTrouble();
  const isBack = useIsBack(live.kind);
  return (
    <div className={classes.strips} role="status">
      {live.kind === 'lost' ? (
        <Strip kind="lost" icon={<IconPlugConnectedX size={18} aria-hidden />}>
          {navigator.onLine ? texts.lost : texts.offline}
        </Strip>
      ) : null}
      {live.kind === 'open' && isBack ? (
        <Strip kind="back" icon={<IconCircleCheck size={18} aria-hidden />}>
          {texts.updated}
        </Strip>
      ) : null}
      {live.kind !== 'lost' && trouble !== null ? (
        <Strip kind="trouble" icon={<IconAlertTriangle size={18} aria-hidden />}>
          {trouble}
        </Strip>
      ) : null}
    </div>
  );
}

function Strip({ kind, icon, children }: { kind: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.strip} data-kind={kind}>
      {icon}
      <span>{children}</span>
    </div>
  );
}

/** Whether the connection has come back just now. */
function useIsBack(kind: 'connecting' | 'open' | 'lost'): boolean {
  const [before, setBefore] = useState(kind);
  const [isBack, setBack] = useState(false);
  if (before !== kind) {
    setBefore(kind);
    setBack(before === 'lost' && kind === 'open');
  }
  useEffect(() => {
    if (!isBack) return undefined;
    const timer = setTimeout(() => setBack(false), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [isBack]);
  return isBack;
}
