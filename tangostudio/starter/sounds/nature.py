"""Weather, water at large and fire. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound, wide_room, widened
from tangostudio.starter.sounds.toolkit import (
    Signal,
    add,
    band,
    coloured,
    decay,
    frames_of,
    loudnesses,
    modal,
    peaks,
    pulses,
    scatter,
    tilt,
    upsample,
    wander,
)

# surface: lowest and highest ring of a drop in Hz, its time constant in seconds, colour of the bed
RAIN_SURFACES = {
    "roof": (300.0, 1100.0, 0.006, 2600.0),
    "leaves": (1500.0, 4500.0, 0.002, 5500.0),
    "window": (1800.0, 5200.0, 0.004, 6000.0),
    "tent": (180.0, 520.0, 0.008, 1500.0),
    "car": (500.0, 1900.0, 0.010, 3000.0),
}


def rain(draw: Draw) -> Sound:
    """Hiss of many far drops and, above it, single near ones that ring like their surface."""
    surface = draw.choose("surface", ("none", "none", *RAIN_SURFACES))
    density = draw.value("drops_hz", 25, 350, "density", ("light", "heavy"))
    low, high, tau, colour = RAIN_SURFACES.get(surface, (900.0, 4000.0, 0.003, 5000.0))
    weight = float(np.log(density / 25) / np.log(14))
    colours = (band(350, colour * draw.spread(0.8, 1.25)), tilt(-1.5 - 1.5 * weight))
    mid = coloured(draw.rng, draw.frames, *colours) * np.float32(0.05 + 0.2 * weight)
    mid *= 0.85 + 0.3 * wander(draw.rng, draw.frames, 0.7)
    side = coloured(draw.rng, draw.frames, *colours) * np.float32(0.05 + 0.2 * weight)
    for signal in (mid, side):
        places = pulses(draw.rng, draw.frames, density * 0.7)
        scatter(
            signal,
            places,
            _drops(draw, low, high, tau),
            loudnesses(draw.rng, len(places)),
            draw.rng,
        )
    return draw.bed(widened(mid, side, draw.uniform(0.3, 0.7)), weight)


def _drops(draw: Draw, low: float, high: float, tau: float) -> list[Signal]:
    grains = []
    for _ in range(14):
        length = frames_of(tau * 6)
        tones = draw.rng.uniform(low, high, 2)
        hit = coloured(draw.rng, length, band(low, 9000)) * decay(length, tau / 3) * 0.25
        grains.append(0.3 * modal(length, tones, [tau, tau * 0.7], [0.5, 0.4]) + hit)
    return grains


def wind(draw: Draw) -> Sound:
    """Low noise that swells slowly, with wandering resonances that howl."""
    strength = draw.value("strength", 0.2, 1.0, "strength", ("gentle", "strong"))
    gust = 0.25 + wander(draw.rng, draw.frames, draw.spread(0.25, 0.9)) ** 2 * 0.75
    corner = 250 + 900 * strength
    mid = coloured(draw.rng, draw.frames, band(60, corner), tilt(-2)) * gust
    side = coloured(draw.rng, draw.frames, band(120, corner), tilt(-2)) * gust
    if draw.chance(0.5):
        draw.traits["variant"] = "howling"
        draw.facts["howl_hz"] = tone = draw.spread(280, 900)
        sweep = wander(draw.rng, draw.frames, 0.6)
        for step in (0.0, 0.5, 1.0):
            centre = tone * 2 ** (step - 0.5)
            howl = coloured(
                draw.rng, draw.frames, peaks([centre], [centre / 22], [1.0]), band(100, 4000)
            )
            mid += 0.8 * howl * gust * np.maximum(0, 1 - np.abs(sweep - np.float32(step)) * 2.2)
    elif draw.chance(0.4):
        draw.traits["surface"] = "trees"
        rustle = wander(draw.rng, draw.frames, 3.0) * gust
        mid += 0.3 * coloured(draw.rng, draw.frames, band(1800, 6500)) * rustle
        side += 0.3 * coloured(draw.rng, draw.frames, band(1800, 6500)) * rustle
    return draw.bed(widened(mid, side, 0.45), float(np.log(strength / 0.2) / np.log(5)))


def thunder(draw: Draw) -> Sound:
    """A crack when near, then overlapping rumbles that roll away."""
    near = draw.chance(0.5)
    draw.traits["distance"] = "close" if near else "distant"
    out = draw.silence()
    number = int(draw.rng.integers(3, 8))
    span = min(draw.seconds * 0.55, draw.uniform(0.8, 3.5))
    corner = draw.spread(140, 320) if near else draw.spread(60, 130)
    for index in range(number):
        tau = min(draw.uniform(0.25, 0.8), draw.seconds / 5)
        length = min(draw.frames, frames_of(tau * 7))
        boom = coloured(draw.rng, length, band(25, corner), tilt(-2))
        boom *= decay(length, tau, attack=0.01 if near and index == 0 else 0.12)
        at = draw.lead + (0.0 if index == 0 else draw.uniform(0, span))
        add(out, draw.at(at), boom, draw.spread(0.35, 1.0) * (1.3 if index == 0 else 1.0))
    if near:
        length = min(draw.frames, frames_of(0.5))
        crack = coloured(draw.rng, length, band(150, 4500), tilt(-2)) * decay(
            length, draw.spread(0.05, 0.12)
        )
        crack *= 0.4 + wander(draw.rng, length, 45.0)
        add(out, draw.at(draw.lead), crack, 1.6)
    draw.onsets([draw.lead])
    out = wide_room(draw.rng, (out, out), min(2.5, draw.seconds * 0.6), 0.5)
    return draw.event(
        out, places=False, weight=draw.uniform(0.75, 1) if near else draw.uniform(0, 0.4)
    )


def waves(draw: Draw) -> Sound:
    """Surf: noise that rises slowly, breaks and draws back with a hiss."""
    period = draw.value("period_seconds", 2.5, 8.0, "speed", ("fast", "slow"))
    rough = draw.value("roughness", 0.25, 1.0, "strength", ("calm", "rough"))
    turn = (np.arange(0, draw.frames, 32) / 44100 / period + draw.rng.random()) % 1.0
    rise = np.minimum(turn / 0.35, 1.0) ** 2
    swing = np.where(turn < 0.35, rise, np.exp(-(turn - 0.35) * 4.5)) * 0.9 + 0.1
    swing = upsample(swing, draw.frames)
    body = coloured(draw.rng, draw.frames, band(120, 500 + 900 * rough), tilt(-2)) * swing
    foam = [coloured(draw.rng, draw.frames, band(1200, 7000)) * swing**1.6 for _ in range(2)]
    mid = body + foam[0] * np.float32(0.2 + 0.25 * rough)
    side = coloured(draw.rng, draw.frames, band(300, 1500), tilt(-2)) * swing + 0.5 * foam[1]
    return draw.bed(widened(mid, side, 0.5), float(np.log(rough / 0.25) / np.log(4)))


def stream(draw: Draw) -> Sound:
    """Running water: a crowd of short rising bubbles over a light hiss."""
    size = draw.size()
    rate = 70 + 220 * size
    low, high = 700 - 300 * size, 3000 - 900 * size
    grains = [
        bubble(draw.spread(low, high), draw.spread(0.006, 0.025), draw.spread(0.5, 4))
        for _ in range(16)
    ]
    layers = []
    for _ in range(2):
        layer = 0.1 * coloured(draw.rng, draw.frames, band(400, 3500), tilt(-1.5))
        layer *= np.float32(0.4 + size)
        places = pulses(draw.rng, draw.frames, rate)
        scatter(layer, places, grains, 0.4 * loudnesses(draw.rng, len(places), 0.9), draw.rng)
        layers.append(layer)
    return draw.bed(widened(layers[0], layers[1], 0.5), size)


def bubble(frequency_hz: float, tau: float, rise: float) -> Signal:
    """A damped sine whose pitch climbs by `rise` per second (van den Doel, 2005)."""
    length = frames_of(tau * 7)
    time = np.arange(length, dtype=np.float32) / 44100
    cycles = frequency_hz * (time + 0.5 * rise * time * time)
    return np.sin(2 * np.pi * cycles).astype(np.float32) * decay(length, tau, attack=0.001)


def fire(draw: Draw) -> Sound:
    """A soft roar that flickers, and crackles over it."""
    roar = draw.value("roar", 0.15, 1.0, "size", ("small", "large"))
    rate = draw.value("crackles_hz", 5, 40, "crackle", ("soft", "crackling"))
    flicker = 0.35 + 0.65 * wander(draw.rng, draw.frames, 6.0) * wander(draw.rng, draw.frames, 1.3)
    mid = coloured(draw.rng, draw.frames, band(40, 250 + 500 * roar), tilt(-3)) * flicker
    mid *= np.float32(0.12 + 0.5 * roar)
    grains = []
    for _ in range(16):
        tau = draw.spread(0.0004, 0.003)
        length = frames_of(tau * 7)
        colour = band(draw.spread(500, 2500), draw.spread(3000, 11000))
        grains.append(coloured(draw.rng, length, colour) * decay(length, tau))
    side = 0.5 * coloured(draw.rng, draw.frames, band(60, 600), tilt(-3)) * np.float32(roar)
    for signal, share in ((mid, 0.7), (side, 0.3)):
        places = pulses(draw.rng, draw.frames, rate * share)
        scatter(signal, places, grains, 0.35 * loudnesses(draw.rng, len(places), 0.9), draw.rng)
    return draw.bed(widened(mid, side, 0.5), float(np.log(roar / 0.15) / np.log(6.67)))


def hail(draw: Draw) -> Sound:
    """Hard grains that ring on wood or metal."""
    surface = draw.choose("surface", ("metal", "roof", "window"))
    density = draw.value("stones_hz", 15, 120, "density", ("light", "heavy"))
    base = {"metal": (900, 5000, 0.02), "roof": (250, 1500, 0.008), "window": (2500, 7000, 0.006)}[
        surface
    ]
    grains = []
    for _ in range(16):
        tau = base[2] * draw.spread(0.7, 1.5)
        length = frames_of(tau * 6)
        tones = draw.rng.uniform(base[0], base[1], 4)
        click = coloured(draw.rng, length, band(1500, 9000)) * decay(length, 0.0006)
        grains.append(
            modal(length, tones, tau * draw.rng.uniform(0.4, 1, 4), [0.4, 0.3, 0.3, 0.2])
            + 0.3 * click
        )
    layers = []
    for _ in range(2):
        layer = 0.03 * coloured(draw.rng, draw.frames, band(500, 6000))
        places = pulses(draw.rng, draw.frames, density)
        scatter(layer, places, grains, 0.5 * loudnesses(draw.rng, len(places), 0.6), draw.rng)
        layers.append(layer)
    return draw.bed(widened(layers[0], layers[1], 0.6), float(np.log(density / 15) / np.log(8)))


BEDS = {"rain": rain, "wind": wind, "waves": waves, "stream": stream, "fire": fire, "hail": hail}
EVENTS = {"thunder": thunder}
