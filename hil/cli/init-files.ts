/**
 * What `ironbird init` writes: a rig to change, a run that fails, an agreement, a campaign, and what to do with them.
 */

const RIG = `# A rig: what flies, who decides, what goes wrong. Every key but name and scheme.protocol may be left out.
# ironbird fly rig.yaml           ironbird validate rig.yaml           ironbird schema rig > rig.schema.json
name: my-quad
description: four computers that agree by oral messages, one of them lied to by its own vane
aircraft: { model: f16, cg: 0.38, airspeedFtps: 502, altitudeFt: 5000 }   # cg beyond 0.35 is unstable
pilot:                            # seconds; a control left out stays where it was
  - { at: 2.0, stickPitch: 0.2 }
  - { at: 4.0, stickRoll: 0.3 }
  - { at: 8.0, stickPitch: 0, stickRoll: 0 }
turbulence: light                 # none | light | moderate | severe
frame: { periodMs: 20 }
scheme:
  protocol: om                    # om | tmr | tmr-no-exchange | simplex | primary-backup | com-mon
  computers: 4                    # om needs 3 × faults + 1
  faults: 1
  select: mid                     # mid | mean
sensors:                          # standard deviation and spread between channels, in the unit of the key
  alpha: { noiseDeg: 0.015, biasDeg: 0.02 }
actuators:
  elevator: { kind: majority }    # majority | three-motor
faults:
  # The vane of channel 0 tells computer 1 one thing and computer 2 another. Amounts are counts; toDeg takes degrees.
  - { id: two-faced, target: sensor/alpha/0, mode: two-faced, onset: 150, frames: 500, to: { 1: 777, 2: 10777 } }
limits: { loadFactorG: [-3, 9], alphaDeg: [-10, 30], altitudeFt: [0, 60000] }
durationS: 20
expect: pass                      # fail: a flight that must be lost; losing it exits 0
`;

const FAILING_RIG = `# The same lie, told to three computers that exchange their readings once and relay nothing. One is told to dive,
# another to climb; no two commands agree. This flight is lost, and because it does not say expect: fail, exits 1.
name: my-triplex
description: three computers without relay, and a vane with two faces
aircraft: { model: f16, cg: 0.38, airspeedFtps: 549, altitudeFt: 5000 }
scheme: { protocol: tmr, select: mean }
faults:
  - { id: two-faced, target: sensor/alpha/0, mode: two-faced, onset: 150, frames: 500, to: { 1: 777, 2: 10777 } }
durationS: 20
`;

const AGREE = `# Agreement alone: computer 0 tells the others "attack", and computer 3, a traitor, relays something else.
# ironbird agree agree.yaml --explain 2
protocol: om
computers: 4                      # ids 0 … 3
faults: 1
source: 0
value: attack
traitors:
  # What 3 says to 1 when it relays what 0 said; then, to all others, nothing. No match: it behaves.
  3: [{ to: [1], path: [0], say: retreat }, { say: absent }]
`;

const CAMPAIGN = `# A campaign: many flights, each with a fault that is drawn from a space of faults.
# ironbird campaign campaign.yaml      ironbird validate campaign.yaml      ironbird schema campaign
name: my-campaign
description: one vane that sticks, drifts or lies, on my quad with mid-value select and with the mean
rigs: [./rig.yaml]                # paths from this file, or names of shipped rigs
set: { durationS: 10, faults: [] } # changed in every rig: here its own fault is taken out
sweep:                            # every rig is flown with each of these, in all combinations
  scheme.select: [mid, mean]
strata:                           # classes of faults; flights take turns among them
  - class: stuck
    faults:                       # [a, b] is one of the two, {any} any channel, uniform a number between
      - { target: 'sensor/alpha/{any}', mode: stuck, value: [last, 0], onset: { uniform: [50, 400] } }
  - class: drift
    faults:
      - { target: 'sensor/alpha/{any}', mode: drift, rateDegPerS: { uniform: [-4, 4], step: 0.1 }, onset: 50 }
  - class: two-faced              # some of the other computers, each told something else
    faults:
      - target: sensor/alpha/{any}
        mode: two-faced
        toDeg: { receivers: some, each: { uniform: [0, 30] } }
        onset: { uniform: [50, 400] }
stop: { flights: 120 }            # or halfWidth: 0.02 for the rate's interval, or minutes
`;

const README = `# An iron bird of your own

    ironbird fly rig.yaml            # holds: four computers outvote the lie
    ironbird fly failing-rig.yaml    # lost: three cannot; exit code 1
    ironbird agree agree.yaml        # the same question without an aircraft
    ironbird campaign campaign.yaml  # many flights, each with a fault that is drawn

\`ironbird validate rig.yaml\` names everything wrong with a file at once, \`ironbird list\` shows what else is
shipped, \`ironbird fly rig.yaml --csv out.csv\` writes a time series.
`;

/** Contents by file name. */
export const INIT_FILES: Readonly<Record<string, string>> = {
  'rig.yaml': RIG,
  'failing-rig.yaml': FAILING_RIG,
  'agree.yaml': AGREE,
  'campaign.yaml': CAMPAIGN,
  'README.md': README,
};
