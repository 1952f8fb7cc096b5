/**
 * The schemes a flight computer can run, reduced to what its frame needs to know.
 *
 *   scheme            exchange     rounds   vector the selection sees     state adopted from
 *   simplex           none         0        its own report                —
 *   tmr-no-exchange   none         0        its own report                —
 *   tmr               OM(0)        1        everyone's, as told           2 equal senders
 *   om                OM(m)        m+1      everyone's, agreed            m+1 equal senders
 *   sm                SM(m)        m+1      everyone's, agreed            m+1 equal senders
 *   omh               OMH(m)       m+1      everyone's, agreed            more than can be symmetric
 */

export type Protocol = 'simplex' | 'tmr-no-exchange' | 'tmr' | 'om' | 'sm' | 'omh';

export interface Scheme {
  readonly protocol: Protocol;
  /** n, 1 … 16. */
  readonly computers: number;
  /** m. */
  readonly faults: number;
}

/** Rounds of exchange in a frame; a frame has one slot more. */
export function roundsOf({ protocol, faults }: Scheme): number {
  switch (protocol) {
    case 'simplex':
    case 'tmr-no-exchange':
      return 0;
    case 'tmr':
      return 1;
    case 'om':
    case 'sm':
    case 'omh':
      return faults + 1;
    default:
      return protocol satisfies never;
  }
}

/** m of the OM(m) or OMH(m) that carries the exchange. */
export function relayDepth({ protocol, faults }: Scheme): number {
  return protocol === 'tmr' ? 0 : faults;
}

/**
 * Equal senders from whom lasting state is believed: one more than can be wrong alike, so that one of them is
 * right. OMH holds s symmetric faults while n > 2s + m.
 */
export function stateQuorum({ protocol, computers, faults }: Scheme): number {
  switch (protocol) {
    case 'om':
    case 'sm':
      return faults + 1;
    case 'omh':
      return Math.max(faults, Math.ceil((computers - faults) / 2) - 1) + 1;
    default:
      return 2;
  }
}
