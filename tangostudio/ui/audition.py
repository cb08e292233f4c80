"""Listening: what is loaded, what plays, how, and where it stands.

Owns the player; the sounds are decoded in `sounds`. The player and everything else is used in the
window's thread. It knows nothing of lists or canvases: who wants another take says its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from tangostudio.audio.bus import Levels
from tangostudio.audio.files import Sound
from tangostudio.errors import TangoStudioError
from tangostudio.ui import hearing
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.hearing import Hearing
from tangostudio.ui.motion import is_calm
from tangostudio.ui.output_device import OutputDevice
from tangostudio.ui.sounds import Sounds

if TYPE_CHECKING:
    from tangostudio.audio.player import Player

TICK_MS = 16
CALM_TICK_MS = 50


class Audition(QObject):
    """Plays takes by id, the next one decoded before it is asked for.

    The cursor is where playing begins and where the playhead goes back to when it ends; a seek
    moves it, another take sets it to the start.

    Attributes:
        player: the audio player; None until sound was opened, which happens behind the window.
        sounds: what is decoded.
        current: id of the take that is loaded into the player or on its way there.
        output: the device that it plays through.

    Signals:
        position_changed(float): seconds into the current take, while it plays and after a seek.
        state_changed(): playing began or ended, another take is current, or the device changed.
        hearing_changed(): speed, direction, channels or shuttle are others.
        swapped(int): another take is heard in the current one's stead, at the same moment.
        loaded(int): the sound of a take is decoded; `sound` has it.
        failed(int): the sound of a take cannot be read; `trouble` says why.
        problem(str): the sound device has trouble; empty when it is well again.
        step_wanted(int): the person wants the next (1) or the previous (-1) take.
    """

    position_changed = Signal(float)
    state_changed = Signal()
    hearing_changed = Signal()
    swapped = Signal(int)
    loaded = Signal(int)
    failed = Signal(int)
    problem = Signal(str)
    step_wanted = Signal(int)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        parent: QObject | None = None,
        make_player: Callable[[], Player] | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self.output = OutputDevice(studio, bridge, make_player, self)
        self.player: Player | None = None
        self.current: int | None = None
        self._loop = False
        self.sounds = Sounds(studio, bridge, self)
        self._hearing = Hearing()
        self._gains: dict[int, float] = {}
        self._in_player: int | None = None
        self._wanted = False
        self._cursor = 0.0
        self._gain_db = 0.0
        self._region: tuple[float, float] | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._connect()

    def _connect(self) -> None:
        output, sounds = self.output, self.sounds
        output.opened.connect(self._opened)
        output.leaving.connect(self.stop)
        output.rate_changed.connect(self._prepare_again)
        output.ended.connect(self._tick)
        output.trouble_changed.connect(self.problem)
        sounds.loaded.connect(self._loaded)
        sounds.failed.connect(self._failed)
        self._bridge.changed.connect(self._on_change)

    # --- what there is ----------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether something is heard now."""
        return self.player is not None and self.player.playing

    @property
    def position(self) -> float:
        """Seconds into the current take."""
        sound = self.sound(self.current)
        if self.player is None or sound is None or self._in_player != self.current:
            return self._cursor
        return self.player.position / sound.sample_rate if self.playing else self._cursor

    @property
    def cursor(self) -> float:
        """Where playing begins, in seconds."""
        return self._cursor

    def sound(self, take_id: int | None) -> Sound | None:
        """The decoded sound of a take, or None while it is not at hand."""
        return self.sounds.sound(take_id)

    def trouble(self, take_id: int | None) -> TangoStudioError | None:
        """Why a take's sound cannot be read, or None."""
        return self.sounds.trouble(take_id)

    def levels(self) -> Levels:
        """What left and right put out since the last call."""
        return self.player.levels() if self.player is not None else Levels()

    @property
    def calm(self) -> bool:
        """Whether nothing may move more than it must."""
        return is_calm(self._studio.settings)

    def devices(self) -> list[str]:
        """Names of the output devices that there are."""
        return self.output.names()

    @property
    def device(self) -> str:
        """Name of the chosen output device, "" for the system's default."""
        return self.output.name

    @property
    def device_problem(self) -> str:
        """What is wrong with the output device; empty when it is well."""
        return self.output.trouble

    # --- loading ----------------------------------------------------------------------------------

    def lend(self, path: Path) -> int:
        """An id, below zero, for a sound file that is no take; all that takes an id takes it.

        The same file has the same id; one that was written anew has another.
        """
        return self.sounds.lend(path)

    def request(self, take_id: int) -> None:
        """Have a take's sound decoded; `loaded` or `failed` follows unless it is at hand."""
        self.sounds.request(take_id)

    def prefetch(self, take_ids: Iterable[int]) -> None:
        """Have takes decoded that may be wanted next."""
        self.sounds.prefetch(take_ids)

    def select(self, take_id: int | None) -> None:
        """Make a take the current one without playing it; what plays stops."""
        if take_id == self.current:
            return
        self._wanted = False
        if self.player is not None:
            self.player.pause()
        self.hear(self._hearing.settled())
        self.current = self.sounds.kept = take_id
        self._cursor, self._region = 0.0, None
        self._gain_db = self._gains.get(take_id, 0.0) if take_id is not None else 0.0
        if take_id is not None:
            self.sounds.forgive(take_id)
            self.request(take_id)
            self._put_into_player()
        self._settle()

    # --- playing ----------------------------------------------------------------------------------

    def play(self, take_id: int | None = None, seconds: float | None = None) -> None:
        """Play a take, or the current one, from a moment (default: region or start).

        Sounds as soon as it is decoded and there is a device.
        """
        if take_id is not None:
            self.select(take_id)
        if self.current is None or self.trouble(self.current) is not None:
            return
        begin = self._region[0] if self._region else 0.0
        self._cursor = begin if seconds is None else seconds
        self._wanted = True
        self.request(self.current)
        self._start()

    def play_from_start(self) -> None:
        """Play the current take from its beginning, or the region's."""
        self.play()

    def toggle(self) -> None:
        """Stop what plays; otherwise play from the cursor."""
        if self.playing or self._wanted:
            self.stop()
            return
        region = self._region
        inside = region is None or region[0] <= self._cursor < region[1]
        self.play(seconds=self._cursor if inside else None)

    def stop(self) -> None:
        """Stop; the playhead goes back to the cursor, and the shuttle rests."""
        self._wanted = False
        if self.player is not None:
            self.player.pause()
        self.hear(self._hearing.settled())
        self._settle()

    def pause(self) -> None:
        """Stop, and play on from here the next time."""
        self._cursor = self.position
        self.stop()

    def seek(self, seconds: float) -> None:
        """Move the cursor; what plays goes on from there."""
        self._cursor = max(0.0, seconds)
        if self.playing:
            self._start()
        self.position_changed.emit(self._cursor)

    def next(self) -> None:
        """Ask for the next take."""
        self.step_wanted.emit(1)

    def previous(self) -> None:
        """Ask for the previous take."""
        self.step_wanted.emit(-1)

    @property
    def loop(self) -> bool:
        """Whether the region, or the whole take, repeats."""
        return self._loop

    @loop.setter
    def loop(self, on: bool) -> None:
        self._loop = on
        if self.player is not None:
            self.player.loop = on
        self.state_changed.emit()

    def set_loop(self, on: bool) -> None:
        """The same as a call, for an action."""
        self.loop = on

    def set_region(self, region: tuple[float, float] | None) -> None:
        """Hear only this part of the current take, in seconds; None: all of it."""
        self._region = region
        if region is not None and not self.playing:
            self._cursor = region[0]
            self.position_changed.emit(self._cursor)
        self._send_region()

    def set_gain(self, gain_db: float) -> None:
        """How much louder or softer the current take is heard; another take resets it."""
        self._gain_db = gain_db
        if self.player is not None:
            self.player.gain_db = gain_db

    def set_gains(self, gains_db: Mapping[int, float]) -> None:
        """How much louder or softer some takes are heard whenever they are; all others as is."""
        self._gains = dict(gains_db)
        if self.current is not None:
            self.set_gain(self._gains.get(self.current, 0.0))

    def swap(self, take_id: int, gain_db: float | None = None) -> None:
        """Hear another take from the same moment: crossed over while it plays, else from there.

        Without `gain_db` it has the gain of `set_gains`. The region goes along.
        """
        gain_db = self._gains.get(take_id, 0.0) if gain_db is None else gain_db
        decoded, position = self.sounds.decoded(take_id), self.position
        if self.player is not None and self.playing and decoded is not None:
            self.current = self.sounds.kept = self._in_player = take_id
            self._gain_db = gain_db
            self.player.crossfade_to(decoded.prepared or decoded.sound, take_id, gain_db)
            self.state_changed.emit()
        else:
            region = self._region
            self.select(take_id)
            self._region, self._gain_db = region, gain_db
            self._send_region()
            self.play(seconds=position)
        self.swapped.emit(take_id)

    # --- how it is heard --------------------------------------------------------------------------

    @property
    def hearing(self) -> Hearing:
        """Speed, direction, channels, shuttle."""
        return self._hearing

    def hear(self, wanted: Hearing) -> None:
        """Hear everything in another way from now on; what plays goes on where it is."""
        if wanted == self._hearing:
            return
        self._hearing = wanted
        if self.player is not None:
            hearing.give(wanted, self.player)
        self.hearing_changed.emit()

    def shuttle(self, way: int) -> None:
        """Play forward (1) or back (-1) from here; the same way again is faster."""
        playing = self.playing
        self.hear(self._hearing.shuttled(way))
        if not playing and self.current is not None:
            self.play(seconds=self._cursor)

    # --- the device -------------------------------------------------------------------------------

    def choose_device(self, name: str) -> None:
        """Play through another device from now on; "" is the system's own choice."""
        self.output.choose(name)

    def close(self) -> None:
        """Stop and let go of the device."""
        self._timer.stop()
        self.output.close()

    # --- inside -----------------------------------------------------------------------------------

    def _opened(self) -> None:
        self.player = self.sounds.player = self.output.player
        if self.player is not None:
            hearing.give(self._hearing, self.player)
            self.player.loop = self._loop
        self.state_changed.emit()

    def _prepare_again(self) -> None:
        """The device is another, and its rate perhaps too."""
        self._in_player = None
        self.sounds.prepare_again()
        self.state_changed.emit()

    def _loaded(self, take_id: int) -> None:
        self.loaded.emit(take_id)
        if take_id != self.current:
            return
        if self._in_player == take_id:
            self._change_in_player()
        self._put_into_player()
        if self._wanted:
            self._start()

    def _change_in_player(self) -> None:
        """The current take was decoded anew, with other edits: it goes on where it is."""
        decoded = self.sounds.decoded(self.current)
        if self.player is not None and decoded is not None:
            self._cursor = min(self._cursor, decoded.sound.seconds)
            sound = decoded.prepared or decoded.sound
            self.player.crossfade_to(sound, self.current, self._gain_db)

    def _failed(self, take_id: int) -> None:
        if take_id == self.current:
            self._wanted = False
        self.failed.emit(take_id)

    def _put_into_player(self) -> None:
        decoded = self.sounds.decoded(self.current)
        if self.player is None or decoded is None or self._in_player == self.current:
            return
        self.player.load(decoded.prepared or decoded.sound, self.current)
        self._in_player = self.current
        self._send_region()

    def _send_region(self) -> None:
        sound = self.sound(self.current)
        if self.player is None or sound is None or self._in_player != self.current:
            return
        rate, region = sound.sample_rate, self._region
        self.player.region = (region[0] * rate, region[1] * rate) if region else None

    def _start(self) -> None:
        sound = self.sound(self.current)
        if self.player is None or sound is None:
            return
        self._put_into_player()
        self._wanted = False
        self.player.gain_db = self._gain_db
        self.player.play(self._cursor * sound.sample_rate)
        self.output.look()
        self._watch()

    def _watch(self) -> None:
        """Follow the player while it plays."""
        if self.playing and not self._timer.isActive():
            self._timer.start(CALM_TICK_MS if self.calm else TICK_MS)
        self.state_changed.emit()

    def _tick(self) -> None:
        if self.playing:
            self.position_changed.emit(self.position)
            return
        self.output.look()
        self.hear(self._hearing.settled())
        self._settle()

    def _settle(self) -> None:
        """Nothing plays: the playhead stands at the cursor."""
        self._timer.stop()
        self.position_changed.emit(self._cursor)
        self.state_changed.emit()

    def _on_change(self, change: Any) -> None:
        if "takes" in change.kinds:
            self.sounds.look_at_edits(change.takes)
