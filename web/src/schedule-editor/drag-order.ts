import { useState, type DragEvent } from 'react';

/** What a row and its handle need so that one can drag it to another place of its list. */
export interface DragOrder {
  readonly handle: (place: number) => {
    readonly draggable: true;
    readonly onDragStart: (event: DragEvent<HTMLElement>) => void;
    readonly onDragEnd: () => void;
  };
  readonly row: (place: number) => {
    readonly 'data-drop': 'above' | 'below' | undefined;
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
    readonly onDrop: (event: DragEvent<HTMLElement>) => void;
  };
}

/** Order by dragging, beside the buttons that do the same for keyboards and fingers. */
export function useDragOrder(move: (from: number, to: number) => void): DragOrder {
  const [from, setFrom] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const end = () => {
    setFrom(null);
    setOver(null);
  };
  return {
    handle: (place) => ({
      draggable: true,
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', String(place));
        const row = event.currentTarget.closest('li');
        if (row !== null) event.dataTransfer.setDragImage(row, 16, 16);
        setFrom(place);
      },
      onDragEnd: end,
    }),
    row: (place) => ({
      'data-drop':
        from === null || over !== place || from === place ? undefined : from < place ? 'below' : 'above',
      onDragOver: (event) => {
        if (from === null) return;
        event.preventDefault();
        if (over !== place) setOver(place);
      },
      onDrop: (event) => {
        event.preventDefault();
        if (from !== null && from !== place) move(from, place);
        end();
      },
    }),
  };
}
