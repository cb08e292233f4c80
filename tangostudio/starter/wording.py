"""The words of the captions, as tables.

`NOUNS` names a family, or a family in one of its variants ("siren/yelp"); `{s}` marks where a
plural ends. `WORDS` gives adjectives and phrases for a trait ("speed=fast"), a family's own before
the common ones ("footsteps:speed=fast"); a leading "~" puts the words after the noun. `RESERVED`
are words that captions never use, kept for tests of unseen words, with the family each one means.
It does not know how captions are put together.
"""

from __future__ import annotations


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Reads lines "key: option | option"; an indented line goes on with the one before."""
    rows: dict[str, tuple[str, ...]] = {}
    for line in text.strip().replace("\n    ", " ").splitlines():
        key, _, options = line.partition(": ")
        rows[key] = tuple(option.strip() for option in options.split("|") if option.strip())
    return rows


NOUNS = _table("""
rain: rain | rainfall | rain falling | raindrops | a rain shower | rainy weather | a wet day
rain/roof: rain on a roof | rain hitting the roof | rooftop rain
rain/leaves: rain on leaves | rain in the forest | raindrops on foliage
rain/window: rain against a window | rain on glass | raindrops tapping a window pane
rain/tent: rain on a tent | rain on canvas
rain/car: rain on a car roof | rain on a car | rain drumming on a vehicle
wind: wind | wind blowing | a breeze | blowing wind | gusts of wind | gusty air | windy weather
wind/howling: howling wind | wind howling | whistling wind | moaning wind
wind/trees: wind in the trees | wind rustling leaves | rustling trees
thunder: thunder | thunder rolling | clap{s} of thunder | rumbling thunder | a thunderstorm
    | lightning strike{s} | thunder rumble{s}
waves: ocean waves | waves | sea waves | waves on a beach | waves crashing on the shore
    | the sea | the seashore | the ocean
stream: a stream | a flowing stream | running water | a creek | a river | flowing water
    | a babbling stream
fire: a fire | campfire | fire burning | flames | fireplace | burning wood | a log fire | hearth
hail: hail | hail falling | hailstones | ice pellets | hail pelting | falling ice
drip: water drip{s} | dripping water | water dripping | drip{s} | water droplet{s}
    | drop{s} of water | a leaking tap
bubbles: bubbles | bubbling | bubbling water | water bubbles | bubbling liquid | gurgling
    | underwater bubbles
splash: water splash{s} | splash{s} | splashing | something falling into water | splash{s} of water
    | a dive into a pool | a stone thrown into a lake
pour: pouring water | water pouring | filling a glass | pouring a drink | liquid being poured
    | filling a bottle | tea poured into a cup
steam: steam | steam hiss{s} | hissing steam | air release | a pressure valve | escaping gas
    | a pneumatic hiss | steam release
door_knock: door knock{s} | knock{s} on a door | knocking on a door | knock{s} | someone knocking
    | rap{s} on a door | knocking
door_knock/wood: knock{s} on a wooden door | wooden door knock{s}
door_knock/metal: knock{s} on a metal door | metal door knock{s}
door_slam: door slam{s} | a door slamming | a slammed door | door banging shut | door shut hard
    | a door thrown shut | door closing
glass_break: glass breaking | glass shattering | breaking glass | shattering glass | glass smash{s}
    | window shattering | a bottle breaking | a pane of glass breaking
glass_clink: glass clink{s} | glasses clinking | clinking glasses | clink{s} of wine glasses
    | a toast with glasses | glass ting{s} | cheers with glasses
metal_hit: metal hit{s} | metal impact{s} | metallic clang{s} | clang{s} | hit{s} on a metal pipe
    | strike{s} on metal | hammer on metal | clank{s}
wood_hit: wood hit{s} | wood block{s} | wooden tap{s} | hit{s} on wood | wooden thud{s}
    | tap{s} on a wooden box | wood impact{s} | a plank being hit
explosion: explosion{s} | a bomb exploding | blast{s} | bang{s} | exploding bomb | boom{s}
    | something blowing up
gunshot: gunshot{s} | gun shot{s} | gunfire | shot{s} from a gun | pistol shot{s} | rifle shot{s}
    | a gun firing | a firearm
rocks: rocks falling | rockslide | falling rocks | stones tumbling | rubble | debris falling
    | rocks tumbling down | an avalanche of stones
coins: coins | coins dropping | coins falling | dropped coins | change falling on a table
    | jingling coins | money
footsteps: footsteps | footstep{s} | steps | walking | someone walking | a person walking
    | foot steps
footsteps/fast: running footsteps | someone running | running | hurried steps
heartbeat: heartbeat | heart beating | a beating heart | heart beats | a human heart
    | heart thumping | a pulse
applause: applause | clapping | people clapping | an audience clapping | hand clapping
    | a crowd applauding | claps
breathing: breathing | a person breathing | breath | someone breathing | breaths
    | inhaling and exhaling
snore: snoring | someone snoring | snore{s} | a person snoring | a sleeping man snoring | a snorer
crowd: crowd murmur | a crowd talking | people talking | background voices | a murmuring crowd
    | a busy restaurant | walla | crowd noise
choir: choir | a choir singing | choral voices | singing voices | people singing | a vocal choir
    | angelic voices
scream: scream{s} | a person screaming | screaming | a cry of fear | yell{s} | someone screaming
    | a horror scream
cough: cough{s} | coughing | a person coughing | someone coughing | clearing the throat
    | a sick person coughing
dog_bark: dog bark{s} | dog barking | bark{s} | a dog barking | bark{s} of a dog | barking dog
    | woof{s} | a dog
bird: a bird | birdsong | bird singing | bird chirping | a songbird | bird calls | tweeting bird
    | birds
cricket: cricket | crickets | crickets chirping | a cricket chirping | chirping insects
    | night insects
cat: cat meow{s} | cat meowing | meow{s} | a cat meowing | a cat | a mewing cat | kitty
cow: cow moo{s} | cow mooing | moo{s} | a cow mooing | a cow | a lowing cow | dairy cow
sheep: sheep bleating | sheep baa | bleating sheep | a sheep | sheep calls | baa baa | a ewe
duck: duck quack{s} | duck quacking | quack{s} | a duck quacking | a duck | quacking
owl: owl hoot{s} | owl hooting | an owl | a hooting owl | owl calls | an owl at night
frog: frog croak{s} | frog croaking | croak{s} | a frog croaking | a frog | ribbit
crow: crow caw{s} | crow cawing | caw{s} | a crow cawing | a crow | a cawing crow
wolf: wolf howl{s} | wolf howling | a howling wolf | a wolf howling | a wolf | howling
bee: insect buzzing | a buzzing insect | insect buzz | a flying insect | a bug flying around
    | buzzing
bee/bee: bee | a bee buzzing | honeybee | bee flying
bee/fly: fly | a fly buzzing | housefly
bee/mosquito: mosquito | a mosquito buzzing | mosquito whine
hooves: horse hooves | horse | hoofbeats | a horse on a road | clip clop | hooves on cobblestones
hooves/walking: a horse walking | walking horse
hooves/trotting: a trotting horse | horse trot
hooves/galloping: a galloping horse | horse gallop | horse galloping
church_bell: church bell{s} | church bell ringing | bell tower | tolling bell | bell toll{s}
    | a cathedral bell | big bell{s}
small_bell: little bell{s} | little bell ringing | bell ring{s} | bell ding{s} | tinkling bell
    | ding{s}
small_bell/hand: hand bell{s} | hand bell ringing | school bell
small_bell/bicycle: bicycle bell{s} | bike bell{s} | bicycle bell ringing
small_bell/desk: desk bell{s} | service bell{s} | reception bell{s}
siren: siren | emergency siren | a siren wailing | siren blaring | emergency vehicle siren
    | rescue siren
siren/wail: police siren | wailing siren | siren wail
siren/yelp: yelp siren | yelping siren | police yelp
siren/two-tone: two-tone siren | ambulance siren | hi-lo siren | european fire engine siren
alarm: alarm | alarm beeping | beep{s} | beeping | electronic beep{s} | alarm clock
    | warning beep{s} | beeper
horn: horn{s} | horn honk{s} | honk{s} | horn blast{s} | honking horn | hooting horn
horn/car: car horn{s} | car honk{s} | car honking
horn/ship: ship horn{s} | foghorn{s} | ship's horn | boat horn{s}
horn/truck: truck horn{s} | lorry horn{s} | air horn{s}
clock_tick: clock ticking | ticking clock | a clock | tick tock | ticking | clock tick{s}
    | clockwork ticking
hum: hum | electrical hum | humming | a steady hum | mains hum | power hum | machine hum
    | fridge hum
phone: phone ring{s} | phone ringing | telephone | ringing phone | telephone ringing
    | incoming call
phone/old: old telephone ringing | rotary phone | vintage phone ring{s}
phone/digital: mobile phone ringing | digital phone ring{s} | electronic ringtone
doorbell: doorbell | doorbell ringing | ding dong | front door bell | house bell | door chime
wind_chime: wind chimes | wind chime | chimes | chimes in the wind | tinkling chimes
    | garden chimes | tubular chimes
whistle: whistle blow{s} | referee whistle | whistle | sports whistle{s} | coach's whistle
    | blowing a whistle | pea whistle
gong: gong | gong hit | a gong being struck | temple gong | chinese gong | gong strike
sonar: sonar ping{s} | sonar | submarine sonar | ping{s} | submarine ping{s} | radar ping{s}
jingle: jingle | notification jingle | notification sound | short melody | game jingle
    | user interface jingle
jingle/success: success jingle | level complete jingle | correct answer | victory jingle
jingle/failure: failure jingle | wrong answer | error jingle | sad jingle
kick_drum: kick drum{s} | kick | drum kick{s} | kick drum hit{s} | bass drum hit{s} | 808 kick
snare_drum: snare drum{s} | snare | snare hit{s} | drum snare | snare drum hit{s}
    | hit{s} on a snare drum
cymbal: cymbal{s} | drum kit cymbal{s} | cymbal hit{s} | drum cymbal | hit{s} on a cymbal
    | brass cymbal
cymbal/crash: cymbal crash{s} | crash cymbal{s} | crashing cymbal
cymbal/hi-hat: hi-hat | hi-hat hit{s} | closed hi-hat | hi hat
engine: engine | car engine | motor | engine running | an engine | a car motor
    | combustion engine
engine/idling: idling engine | engine idling | car idling | engine ticking over
engine/revving: revving engine | engine revving | engine revs
engine/accelerating: accelerating engine | engine speeding up | car accelerating
car_pass: car passing by | a car driving past | passing car | car drive-by | traffic pass-by
    | a vehicle passing | car pass
jet: jet plane | jet flyover | airplane passing overhead | a plane flying by | jet aircraft
    | jet engine | fighter jet
helicopter: helicopter | helicopter flying | helicopter blades | a hovering helicopter
    | helicopter rotor | a helicopter overhead
train: train | train on tracks | train wheels on rails | a passing train | train ride
    | rail joints clacking | a freight train
brakes: brakes squealing | tire screech{s} | squealing tires | screeching brakes | tyres skidding
    | a car skid | brake squeal
door_creak: door creak{s} | creaking door | a creaky door | door creaking open | hinge creak{s}
    | creaking hinge | a haunted house door
zipper: zipper | zip | zipper closing | a jacket zipper | zipping up a bag | unzipping
paper: paper | paper rustling | paper handling | a sheet of paper | paper noise | rustling paper
paper/crumple: crumpling paper | paper being crumpled | scrunching paper
paper/tear: tearing paper | paper ripping | paper tear
paper/page: page turn | turning a page | flipping a book page
typing: typing | someone typing | keys | key presses | typing text | fingers typing
typing/keyboard: keyboard typing | computer keyboard | typing on a keyboard
typing/typewriter: typewriter | typing on a typewriter | old typewriter
camera: camera shutter{s} | camera click{s} | taking a photo | photo snap{s} | camera
    | photographer taking pictures
cork_pop: cork pop{s} | bottle cork | pop{s} | uncorking a bottle | opening a wine bottle
    | a cork coming out
boing: boing | spring boing | cartoon spring | bouncy spring | springy jump | spring bounce
drill: power drill | drill | drilling | electric drill | drilling into a wall | a drilling machine
vacuum: vacuum cleaner | vacuum | vacuuming | a vacuum cleaner running | household vacuum
    | carpet cleaner
servo: servo{s} | servo motor{s} | robot arm moving | robotic movement{s}
    | small electric motor{s} | mechanical whir{s}
laser: laser | laser shot{s} | laser zap{s} | laser gun{s} | ray gun{s} | blaster shot{s}
    | zap{s} | sci-fi weapon
whoosh: whoosh{s} | swish{s} | whooshing | a swing through the air | a whoosh of air | air rush
    | a sword swing
power: machine powering | reactor power | sci-fi power | energy charge | power change of a machine
    | spaceship system
power/up: power up | powering up | machine starting up | energy charging up
power/down: power down | powering down | machine shutting down | energy draining
magic: magic sparkle | magic spell | fairy dust | magic | sparkles | magical shimmer | twinkling
    | enchantment
riser: riser | rising tension | build-up | trailer riser | uplifter | suspense riser
    | cinematic riser
braam: braam | trailer hit | cinematic impact | epic brass hit | movie trailer braam
    | dramatic hit
robot: robot | robot talking | robot beeps | droid | computer chatter | robot blips
    | a talking droid
game_coin: coin pickup{s} | 8-bit coin{s} | game coin{s} | retro coin{s} | video game coin{s}
    | item pickup{s}
game_jump: 8-bit jump{s} | video game jump{s} | retro jump{s} | game jump{s}
    | platform game jump{s} | jump{s} in an old game
vinyl: vinyl crackle | record crackle | vinyl noise | an old record | turntable noise
    | gramophone crackle
static: radio static | static | white noise | tv static | static noise | radio noise
static/tuning: radio tuning | tuning a radio | shortwave radio
""")

WORDS = _table("""
level=quiet: quiet | soft | faint | hushed | ~at low volume
level=loud: loud | very loud | extra loud | ~at full volume | noisy
distance=distant: distant | far away | ~in the distance | ~far away | ~from afar | ~a long way off
distance=close: close | nearby | ~up close | close-up | ~very near
room=room: ~in a room | ~in a small room | ~indoors | ~inside a room
room=hall: ~in a large hall | ~with echo | ~in a big hall | ~echoing indoors | reverberant
room=cave: ~in a cave | ~in a cavern | ~echoing in a cave
room=tunnel: ~in a tunnel | ~in an underpass | ~in a long pipe
room=outdoors: ~outdoors | ~outside | ~in the open | outdoor
size=small: small | little | tiny | mini
size=large: large | big | huge | massive
pitch=low: low | deep | low-pitched | ~at a low pitch
pitch=high: high | high-pitched | ~at a high pitch | shrill
speed=slow: slow | unhurried | leisurely | ~slowly
speed=fast: fast | quick | rapid | speedy
length=short: short | brief | quick
length=long: long | extended | drawn-out
density=light: light | sparse | thin
density=heavy: heavy | dense | intense
activity=calm: calm | sparse | occasional
activity=busy: busy | lively | constant
strength=gentle: gentle | light | mild
strength=strong: strong | stormy | powerful | fierce
strength=calm: calm | gentle | peaceful
strength=rough: rough | stormy | crashing | violent
material=wood: wooden | solid wood
material=metal: metal | metallic | iron
ring=damped: damped | muted | dull | dry
ring=ringing: ringing | resonant | sustained
body=hollow: hollow | empty
body=solid: solid | compact
crackle=soft: softly burning | ~with few crackles
crackle=crackling: crackling | ~crackling a lot | snapping
amount=few: a few | some | a couple of
amount=many: many | lots of | a handful of
tone=soft: soft | muffled | mellow
tone=harsh: harsh | bright | hissing
direction=left to right: ~from left to right | ~moving left to right | ~passing to the right
direction=right to left: ~from right to left | ~moving right to left | ~passing to the left
surface=wood: ~on wood | ~on a wooden floor | ~on floorboards
surface=concrete: ~on concrete | ~on pavement | ~on a hard floor
surface=gravel: ~on gravel | ~on stones | ~on a gravel path
surface=snow: ~in snow | ~on snow | ~through deep snow
surface=leaves: ~on dry leaves | ~through leaves | ~on leaves
surface=metal: ~on metal | ~on a metal grate | ~on sheet metal
surface=mud: ~in mud | ~through mud | ~on wet ground
surface=roof: ~on a roof | ~on the rooftop
surface=window: ~on a window | ~against the window
surface=tent: ~on a tent | ~on a tent's fabric
surface=car: ~on a car | ~on the hood of a car
surface=trees: ~in the trees | ~through the branches
footsteps:speed=fast: fast | quick | hurried | brisk
footsteps:speed=slow: slow | ~at a slow pace | unhurried
heartbeat:speed=fast: fast | racing | rapid
heartbeat:speed=slow: slow | calm | resting
breathing:speed=fast: fast | heavy | panting | exhausted
breathing:speed=slow: slow | calm | relaxed
clock_tick:size=large: grandfather | large | big
clock_tick:size=small: small | pocket | tiny
explosion:variant=debris: ~with falling debris | ~with debris
wind:variant=howling: howling | whistling
cork_pop:variant=fizz: fizzy | ~with fizz
power:variant=up: rising | ~starting up | ascending
power:variant=down: falling | ~shutting down | descending
magic:variant=rising: rising | ascending | ~going up
magic:variant=falling: falling | descending | ~going down
jingle:variant=success: happy | cheerful | positive
jingle:variant=failure: sad | negative | gloomy
engine:size=large: large | big | truck-sized | heavy
engine:size=small: small | little | light
static:variant=tuning: ~with tuning whistles | ~between stations
paper:variant=crumple: crumpled | ~being crumpled
paper:variant=tear: torn | ~being torn
paper:variant=page: ~from a book | thin
phone:variant=old: old | vintage | analog
phone:variant=digital: digital | modern | electronic
""")

OPENINGS = (
    "the sound of {}",
    "sound of {}",
    "{} can be heard",
    "a recording of {}",
    "you can hear {}",
    "the noise of {}",
    "a sound effect of {}",
    "{} sound effect",
    "this is {}",
    "we hear {}",
)

PLURAL_WHEN_UNCOUNTED = frozenset({"footsteps", "alarm", "clock_tick", "drip"})
"""Families that go on when no count was drawn, so their nouns stand in the plural."""

RESERVED = {
    word: family
    for family, words in _table("""
rain: downpour | cloudburst | drizzle
wind: gale | tempest | squall
thunder: thunderclap
waves: surf | tide
stream: brook | rivulet
fire: blaze | bonfire | inferno
hail: hailstorm
drip: faucet
bubbles: simmering
dog_bark: hound | puppy | terrier
cat: kitten | tomcat
cow: cattle | bull
sheep: lamb | goat
duck: mallard | goose
bird: nightingale | sparrow | canary
wolf: coyote
crow: raven
frog: toad
bee: hornet | wasp | bumblebee
hooves: stallion | pony
cricket: grasshopper | cicada
explosion: detonation | grenade | dynamite
gunshot: revolver | musket
heartbeat: cardiac
applause: ovation
scream: shriek
glass_clink: goblet
laser: phaser
whoosh: swoosh
engine: motorcycle | tractor
jet: airliner
helicopter: chopper
train: locomotive | subway
alarm: buzzer | timer
horn: klaxon | tugboat
church_bell: steeple | belfry
clock_tick: metronome | wristwatch | stopwatch
phone: cellphone
whistle: umpire
drill: jackhammer
vacuum: hoover
typing: keystrokes
magic: wizard | pixie
boing: trampoline
cork_pop: champagne
choir: monks | hymn
rocks: landslide | boulders
coins: pennies
metal_hit: anvil
steam: kettle
""").items()
    for word in words
}
