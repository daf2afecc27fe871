import type { OpenedTele, PairView } from '#contract/api';
import { applyHomography, cornersOf, shareInside, type Homography, type Point, type Size } from '#contract/geometry';
import { isFinished } from '#contract/jobs';
import { placeOfNextPhoto } from '#contract/next-photo';
import type { EditCommand } from '#contract/project-commands';
import { maxPins, type Correction } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Gesture } from '../../state/gesture.svelte.ts';
import { words } from './words.ts';
import { addPin, dragAround, dragPartner, middleOf, moveBy, removePin, scaled, turnAround } from './move-tele.ts';

/** How the tele is laid over the wide photo. */
export const overlayModes = ['outline', 'blend', 'difference', 'edges'] as const;
export type OverlayMode = (typeof overlayModes)[number];

/** Where the tele lies in the wide photo, and how it is looked at and put right: for the pair that is looked at. */
export class OverlapEditor {
  readonly #app: AppState;
  readonly #gesture: Gesture<Correction | null>;
  overlayMode = $state<OverlayMode>('outline');
  opacity = $state(0.5);
  /** How many times a difference is brightened. */
  gain = $state(4);
  /** While held, what is shown of the tele is turned round. */
  isBlinking = $state(false);
  arePointsShown = $state(false);
  #lookedAt = $state<string | null>(null);
  #correctedPair = $state<string | null>(null);
  #isPlacingPin = $state(false);
  /** The pin that was clicked in the wide photo and not yet in the telephoto. */
  #half = $state<number | null>(null);
  /** The pin whose partner is being dragged, and where that is in the wide photo. */
  dragged = $state.raw<{ index: number; at: Point } | null>(null);
  #begun: Correction | null = null;

  readonly #view: PairView | null = $derived.by(() => this.#app.project.selectedView);
  /** The telephoto that is looked at. */
  readonly tele: OpenedTele | null = $derived.by(
    () => this.#view?.teles.find(({ summary }) => summary.id === this.#lookedAt) ?? this.#view?.teles[0] ?? null,
  );
  readonly #teleId: string = $derived(this.tele?.summary.id ?? '');
  readonly registration: Registration | null = $derived(this.tele?.registration ?? null);
  /** What a person made of it, as it is shown; null while the tele lies where it was found. */
  readonly correction: Correction | null = $derived.by(() => this.#gesture.value);
  readonly homography: Homography | null = $derived(
    this.correction?.homography ??
      (this.registration?.verdict === 'failed' ? null : (this.registration?.homography ?? null)),
  );
  readonly #size: Size | null = $derived(this.tele?.summary ?? null);
  readonly outline: readonly Point[] = $derived.by(() => {
    const { homography } = this;
    const tele = this.#size;
    return homography === null || tele === null
      ? []
      : cornersOf(tele).map((corner) => applyHomography(homography, corner));
  });
  /** Of several telephotos all but the one that is looked at: where they lie, with their numbers. */
  readonly others: readonly { number: number; id: string; isOff: boolean; outline: readonly Point[] }[] = $derived.by(
    () =>
      (this.#view?.teles ?? []).flatMap(({ summary, registration }, index) => {
        const { id } = summary;
        const isShown = id !== this.#teleId && registration !== null && registration.verdict !== 'failed';
        return isShown ? [{ number: index + 1, id, isOff: this.isOff(id), outline: registration.corners }] : [];
      }),
  );
  /** The place of the telephoto that is looked at among all, counted from 1. */
  readonly number: number = $derived(
    1 + (this.#view?.teles.findIndex(({ summary }) => summary.id === this.#teleId) ?? 0),
  );
  /** What the telephotos that are used see of the wide photo. */
  readonly #seen: readonly (readonly Point[])[] = $derived.by(() => {
    const view = this.#view;
    const teles = view === null ? [] : this.#app.choices.telesOf(view);
    return teles.map(({ registration }) => registration?.overlap ?? []).filter(({ length }) => length > 2);
  });
  /** The share of the wide photo that this is. */
  readonly coverage: number = $derived(this.#view === null ? 0 : shareInside(this.#view.wide.pyramid, this.#seen));
  /** A small copy of the wide photo, when it is there. */
  smallWide = $state.raw<ImageData | null>(null);
  /** The corners of the place of which another photo would help most; none where nothing is left to see. */
  readonly nextPhoto: readonly Point[] = $derived.by(() => {
    const [small, wide] = [this.smallWide, this.#view?.wide.pyramid];
    if (small === null || wide === undefined) return [];
    const scale = wide.width / small.width;
    const place = placeOfNextPhoto(
      { width: small.width, height: small.height, data: small.data.filter((_, index) => index % 4 === 1) },
      this.#seen.map((outline) => outline.map(({ x, y }) => ({ x: x / scale, y: y / scale }))),
    );
    return place === null
      ? []
      : cornersOf(place).map(({ x, y }) => ({ x: scale * (place.x + x), y: scale * (place.y + y) }));
  });
  readonly isCorrecting: boolean = $derived.by(
    () => this.#correctedPair !== null && this.#correctedPair === this.#view?.pair.id && this.tele !== null,
  );
  readonly pins: Correction['pins'] = $derived(this.correction?.pins ?? []);
  /** Mean distance of the pins from where the tele is, in wide pixels; null when it lies exactly there. */
  readonly pinDistance: number | null = $derived.by(() => {
    const { homography, pins } = this;
    if (homography === null) return null;
    const distances = pins.map(({ wide, tele }) => {
      const { x, y } = applyHomography(homography, tele);
      return Math.hypot(wide.x - x, wide.y - y);
    });
    const distance = distances.reduce((sum, one) => sum + one, 0) / distances.length;
    // The tele is laid through pins as long as they allow it: that they fit says something only when they could not.
    return distance > 0.05 ? distance : null;
  });
  readonly #job = $derived.by(() => this.#app.jobs.latest('registration', this.#view?.pair.id ?? ''));
  readonly isWorking: boolean = $derived.by(() => {
    const state = this.#job?.state;
    return state !== undefined && !isFinished(state);
  });
  readonly isTeleShown: boolean = $derived((this.overlayMode !== 'outline') !== this.isBlinking);

  constructor(app: AppState) {
    this.#app = app;
    this.#gesture = new Gesture({
      saved: () => app.project.selectedEdits.corrections[this.#teleId] ?? null,
      subject: () => this.#teleId,
      save: async (teleId, registration) => {
        const pair = app.project.document.pairs.find(({ teleIds }) => teleIds.includes(teleId));
        const name = 'set-registration';
        return pair !== undefined && (await app.project.edit({ name, pairId: pair.id, teleId, registration }));
      },
    });
    app.project.unsent.push(() => this.#gesture.commit());
  }

  get isPlacingPin(): boolean {
    return this.#isPlacingPin;
  }

  set isPlacingPin(isOn: boolean) {
    this.#isPlacingPin = isOn;
    if (this.#half !== null) this.dragged = null;
    this.#half = null;
  }

  /** Whether the next click says where the telephoto shows what was pinned. */
  get isHalfPinned(): boolean {
    return this.#half !== null;
  }

  /** Looks at another telephoto of the set. */
  look(teleId: string): void {
    this.isPlacingPin = false;
    this.#lookedAt = teleId;
  }

  isOff(teleId: string): boolean {
    return this.#app.project.selectedEdits.telesOff.includes(teleId);
  }

  isInFront(teleId: string): boolean {
    return this.#app.project.selectedEdits.teleInFront === teleId;
  }

  switchTele(teleId: string, isOn: boolean): void {
    this.#edit((pairId) => ({ name: 'switch-tele', pairId, teleId, isOn }));
  }

  /** Null shows each place by the telephoto that shows it best. */
  putInFront(teleId: string | null): void {
    this.#edit((pairId) => ({ name: 'front-tele', pairId, teleId }));
  }

  takeOut(teleId: string): void {
    this.#edit((pairId) => ({ name: 'take-out-tele', pairId, teleId }));
  }

  #edit(command: (pairId: string) => EditCommand): void {
    const pairId = this.#view?.pair.id;
    if (pairId !== undefined) void this.#app.project.edit(command(pairId));
  }

  correct(isOn: boolean): void {
    this.#correctedPair = isOn ? (this.#view?.pair.id ?? null) : null;
    this.isPlacingPin = false;
    if (isOn && this.overlayMode === 'outline') this.overlayMode = 'blend';
  }

  /** Takes hold of the tele. */
  begin(): void {
    this.#begun = this.#current();
  }

  move(by: Point): void {
    if (this.#begun !== null) this.#gesture.preview(moveBy(this.#begun, by));
  }

  /** Turns and scales around the tele's middle, as a corner is dragged. */
  dragCorner(index: number, by: Point): void {
    const corner = this.#begun === null ? undefined : this.#cornersOf(this.#begun)[index];
    if (this.#begun === null || this.#size === null || corner === undefined) return;
    const centre = middleOf(this.#begun.homography, this.#size);
    const to = { x: corner.x + by.x, y: corner.y + by.y };
    this.#gesture.preview(dragAround(this.#begun, centre, corner, to));
  }

  commit(): void {
    void this.#gesture.commit();
  }

  abandon(): void {
    this.dragged = null;
    this.#gesture.abandon();
  }

  nudge(by: Point): void {
    const current = this.#current();
    if (current !== null) this.#gesture.nudge(moveBy(current, by));
  }

  /** `scale` 1.001 makes the tele a thousandth larger. */
  nudgeAround(degrees: number, scale: number): void {
    const current = this.#current();
    if (current === null || this.#size === null) return;
    this.#gesture.nudge(turnAround(current, middleOf(current.homography, this.#size), degrees, scale));
  }

  /** First where the wide photo shows something, then where the telephoto does. False when there is no room for a pin, or no tele. */
  pinAt(at: Point): boolean {
    const [current, half] = [this.#current(), this.#half];
    if (current === null || this.#size === null) return false;
    if (half !== null) {
      this.#half = null;
      this.dragged = null;
      if (current.pins.length === maxPins) this.isPlacingPin = false;
      void this.#gesture.set(dragPartner(current, half, at));
      return true;
    }
    const pinned = addPin(current, at, this.#size);
    if (pinned === null) return false;
    void this.#gesture.set(pinned);
    if (this.isPlacingPin) this.#half = pinned.pins.length - 1;
    return true;
  }

  /** What is under the pointer is shown large while a pin is half placed. */
  pointAt(at: Point | null): void {
    if (this.#half !== null) this.dragged = at && { index: this.#half, at };
  }

  removePin(index: number): void {
    this.#half = null;
    if (this.correction !== null) void this.#gesture.set(removePin(this.correction, index));
  }

  dragPin(index: number, by: Point): void {
    const pin = this.pins[index];
    if (pin !== undefined) this.dragged = { index, at: { x: pin.wide.x + by.x, y: pin.wide.y + by.y } };
  }

  /** What lies under the partner comes to the pin. */
  dropPin(): void {
    const { dragged, correction } = this;
    this.dragged = null;
    if (dragged === null || correction === null) return;
    void this.#gesture.set(dragPartner(correction, dragged.index, dragged.at));
  }

  nudgePin(index: number, by: Point): void {
    const [pin, { correction }] = [this.pins[index], this];
    if (pin === undefined || correction === null) return;
    this.#gesture.nudge(dragPartner(correction, index, { x: pin.wide.x + by.x, y: pin.wide.y + by.y }));
  }

  async refine(): Promise<void> {
    const [pairId, teleId] = [this.#view?.pair.id, this.#teleId];
    if (pairId === undefined) return;
    try {
      await this.#gesture.commit();
      const { jobId } = await this.#app.link.connection.call('registration.refine', { pairId, teleId });
      const end = await this.#app.jobs.finished(jobId);
      if (end.name === 'failed') this.#app.notices.problem(words.refineFailed, [{ text: end.error.message }]);
      if (end.name === 'succeeded') this.#app.notices.announce(words.refined);
    } catch (error) {
      this.#app.notices.failure(words.refineFailed, error);
    }
  }

  /** It is used where it was put, whatever the verdict. */
  insist(): void {
    if (this.correction !== null) void this.#gesture.set({ ...this.correction, origin: 'insisted' });
  }

  release(): void {
    void this.#gesture.set(null);
  }

  /** Where to begin when nothing was found: the tele in the middle of the wide photo, at half its size. */
  #current(): Correction | null {
    const { correction, homography } = this;
    const tele = this.#size;
    if (correction !== null) return correction;
    if (homography !== null) return { homography: scaled(homography), pins: [], origin: 'hand' };
    const wide = this.#view?.wide.summary;
    if (tele === null || wide === undefined) return null;
    const scale = Math.min(wide.width / tele.width, wide.height / tele.height) / 2;
    const [x, y] = [(wide.width - scale * tele.width) / 2, (wide.height - scale * tele.height) / 2];
    return { homography: [scale, 0, x, 0, scale, y, 0, 0, 1], pins: [], origin: 'hand' };
  }

  /** Puts the tele into the middle, for a pair whose overlap was not found. */
  place(): void {
    const current = this.#current();
    this.correct(true);
    if (this.correction === null && this.homography === null && current !== null) void this.#gesture.set(current);
  }

  #cornersOf({ homography }: Correction): Point[] {
    return this.#size === null ? [] : cornersOf(this.#size).map((corner) => applyHomography(homography, corner));
  }
}
