"""The words of the captions, as tables.

`NOUNS` names a family, or a family in one of its variants ("siren/yelp"); `{s}` marks where a
plural ends and "a?" an article that may stay away. `WORDS` gives adjectives and phrases for a trait
("speed=fast"), a family's own before the common ones ("footsteps:speed=fast"); a leading "~" puts
the words after the noun. `RESERVED` are words that captions never use, kept for tests of unseen
words, with the family each one means. It does not know how captions are put together.
"""

from __future__ import annotations

import re


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Reads lines "key: option | option"; an indented line goes on with the one before."""
    rows: dict[str, tuple[str, ...]] = {}
    for line in text.strip().replace("\n    ", " ").splitlines():
        key, _, options = line.partition(": ")
        rows[key] = tuple(option.strip() for option in options.split("|") if option.strip())
    return rows


NOUNS = _table("""
rain: rain | rainfall | rain falling | raindrops | a? rain shower | rainy weather | rain outside
    | rain pattering | wet weather | rain dripping down
rain/heavy: a? rainstorm | pouring rain | heavy rain | rain pouring down | a? heavy rain shower
rain/light: light rain | a? gentle rain shower | soft rain | light rainfall
rain/roof: rain on a roof | rain hitting the roof | rooftop rain | rain on roof tiles
rain/leaves: rain on leaves | rain in the forest | raindrops on foliage | rain in a jungle
rain/window: rain against a window | rain on glass | raindrops tapping a window pane
    | rain on the windows
rain/tent: rain on a tent | rain on canvas | rain on tent fabric
rain/car: rain on a car roof | rain on a car | rain drumming on a vehicle
wind: wind | wind blowing | a? breeze | blowing wind | gusts of wind | gusty air | windy weather
    | wind outside | air blowing
wind/strong: storm wind | a? windstorm | strong gusts | a? storm | strong wind | a? stormy wind
wind/gentle: a? gentle breeze | a? light breeze | soft wind | gentle wind
wind/howling: howling wind | wind howling | whistling wind | moaning wind | wind whining
wind/trees: wind in the trees | wind rustling leaves | rustling trees | wind through branches
thunder: thunder | thunder rolling | clap{s} of thunder | rumbling thunder | a? thunderstorm
    | lightning strike{s} | thunder rumble{s} | crack{s} of thunder | a? lightning storm
waves: ocean waves | waves | sea waves | waves on a beach | waves crashing on the shore
    | the sea | the seashore | the ocean | sea water on the sand
waves/rough: a? stormy sea | a? rough sea | breakers | big crashing waves
waves/calm: a? calm sea | gentle waves | lapping waves | a? calm ocean
stream: a? stream | a? flowing stream | running water | a? creek | a? river | flowing water
    | a? babbling stream | a? mountain river | water flowing over stones
fire: a? fire | a? campfire | fire burning | flames | a? fireplace | burning wood | a? log fire
    | a? hearth | a? wood stove
fire/crackling: a? crackling fire | crackling flames | fire crackling | crackling logs
fire/large: a? roaring fire | big flames | a? burning house
fire/small: a? small campfire | a? little fire | a? small fireplace
hail: hail | hail falling | hailstones | ice pellets | hail pelting | falling ice | a? hail shower
    | ice falling from the sky
drip: water drip{s} | dripping water | water dripping | drip{s} | water droplet{s}
    | drop{s} of water | a? leaking tap | a? dripping pipe | a? leaky sink
bubbles: bubbles | bubbling | bubbling water | water bubbles | bubbling liquid | gurgling
    | underwater bubbles | boiling water | air bubbles rising
splash: water splash{s} | splash{s} | splashing | something falling into water | splash{s} of water
    | a dive into a pool | a stone thrown into a lake | plunge{s} into water
pour: pouring water | water pouring | liquid being poured | a drink being poured
    | tea being poured | pouring liquid | pouring a drink | water being poured
pour/small: a small glass being filled | a little cup being filled | tea poured into a cup
pour/large: a large jug being filled | a bucket being filled | a big bottle being filled
steam: steam | a? steam hiss | hissing steam | air release | a? pressure valve | escaping gas
    | a? pneumatic hiss | a? steam release | a? burst of steam | a? steaming pot
door_knock: door knock{s} | knock{s} on a door | knocking on a door | knock{s} | someone knocking
    | rap{s} on a door | knocking | knock{s} at the door | tap{s} on a door
door_knock/wood: knock{s} on a wooden door | wooden door knock{s} | knocking on a wooden door
door_knock/metal: knock{s} on a metal door | metal door knock{s} | knocking on a steel door
door_slam: door slam{s} | a door slamming | a? slammed door | a door banging shut
    | a door shut hard | a door thrown shut | a door closing | slam{s} of a door
glass_break: glass breaking | glass shattering | breaking glass | shattering glass | glass smash{s}
    | a window shattering | a bottle breaking | a pane of glass breaking | smashed glass
    | a mirror breaking
glass_clink: glass clink{s} | glasses clinking | clinking glasses | clink{s} of wine glasses
    | a toast with glasses | glass ting{s} | cheers with glasses | crystal clink{s}
metal_hit: metal hit{s} | metal impact{s} | metallic clang{s} | clang{s} | hit{s} on a metal pipe
    | strike{s} on metal | hammer blow{s} on metal | clank{s}
    | a blacksmith's hammer | a pipe being hit
wood_hit: wood hit{s} | wood block{s} | wooden tap{s} | hit{s} on wood | wooden thud{s}
    | tap{s} on a wooden box | wood impact{s} | a plank being hit | knock{s} on timber
explosion: explosion{s} | a bomb exploding | blast{s} | bomb blast{s} | an exploding bomb | boom{s}
    | something blowing up | an explosive charge going off | fiery explosion{s}
gunshot: gunshot{s} | gun shot{s} | gunfire | shot{s} from a gun | pistol shot{s} | rifle shot{s}
    | a gun firing | handgun shot{s} | a? firearm | shotgun blast{s}
rocks/large: big rocks falling | large stones tumbling | heavy rocks rolling down
rocks: rocks falling | a? rockslide | falling rocks | stones tumbling | rubble | debris falling
    | rocks tumbling down | an avalanche of stones | stones rolling down a slope | a? rockfall
coins: coins | coins dropping | coins falling | dropped coins | coins on a table
    | jingling coins | metal coins | coins hitting the floor
coins/few: a few coins | two or three coins | some change
coins/many: loose change | a handful of small change | spilled coins | a pile of coins
footsteps: footsteps | footstep{s} | steps | walking | someone walking | a person walking
    | foot steps | a man walking | shoes walking
footsteps/fast: running footsteps | someone running | running | hurried steps | a person running
    | jogging
footsteps/slow: slow footsteps | someone walking slowly | slow steps | someone strolling
heartbeat: a? heartbeat | a heart beating | a beating heart | heart beats | a? human heart
    | a heart thumping | a? pulse | a? throbbing heart | heart sounds
applause: applause | clapping | people clapping | an audience clapping | hand clapping
    | a crowd applauding | claps | spectators clapping | a clapping audience
breathing: breathing | a person breathing | breath | someone breathing | breaths
    | inhaling and exhaling | breathing in and out | a man breathing
snore: snoring | someone snoring | snore{s} | a person snoring | a sleeping man snoring | a snorer
    | a sleeper snoring | sleep sounds
crowd: crowd murmur | a crowd talking | people talking | background voices | a murmuring crowd
    | a? busy restaurant | walla | crowd noise | chatter | a? gathering of people
choir: a? choir | a choir singing | choral voices | singing voices | people singing | a? vocal choir
    | angelic voices | a? chorus of voices | a? sacred choir | chanting voices
scream: scream{s} | a person screaming | screaming | a? cry of fear | yell{s} | someone screaming
    | a? horror scream | a woman screaming | terrified scream{s}
cough: cough{s} | coughing | a person coughing | someone coughing | a man coughing
    | a sick person coughing | a? coughing fit | hacking cough{s}
dog_bark: dog bark{s} | dog barking | bark{s} | a dog barking | bark{s} of a dog | a barking dog
    | woof{s} | a? dog | a? guard dog | a? pet dog
dog_bark/large: a big dog barking | big dog bark{s} | deep bark{s} | a? large guard dog
    | big dog woof{s}
dog_bark/small: a small dog barking | small dog bark{s} | yap{s} | a little dog barking
    | a lapdog yapping
bird: a? bird | birdsong | a bird singing | a bird chirping | a? songbird | bird calls
    | a tweeting bird | birds | a? robin | a? finch
cricket: a? cricket | crickets | crickets chirping | a cricket chirping | chirping insects
    | night insects | crickets at night | insects chirping | a? katydid
cat: cat meow{s} | cat meowing | meow{s} | a cat meowing | a? cat | a mewing cat | a? kitty
    | a? house cat | a pet cat meowing
cat/small: a? small cat | a? young cat meowing | a? tiny kitty
cat/large: a? big cat meowing | a? large house cat | a? big old cat
cow: cow moo{s} | cow mooing | moo{s} | a cow mooing | a? cow | a? lowing cow | a? dairy cow
    | a? farm cow | a? grazing cow | an ox mooing
sheep: sheep bleating | a? sheep baa | a bleating sheep | a? sheep | sheep calls | baa baa | a? ewe
    | bleat{s} | a sheep bleating | a? farm sheep
sheep/small: a? young sheep | a? baby sheep bleating | a? small sheep
duck: duck quack{s} | duck quacking | quack{s} | a duck quacking | a? duck | quacking
    | a? quacking duck | a? pond duck | a? wild duck | a? water bird quacking
owl: an owl hooting | owl hooting | a? owl | a? hooting owl | owl calls | an owl at night
    | owl hoots | a? barn owl | a? night bird hooting
frog: frog croak{s} | frog croaking | croak{s} | a frog croaking | a? frog | ribbit
    | a? croaking frog | a? pond frog | a? tree frog
crow: crow caw{s} | crow cawing | caw{s} | a crow cawing | a? crow | a? cawing crow
    | a? black crow | a? rook | a? jackdaw | a big black bird
wolf: wolf howl{s} | wolf howling | a? howling wolf | a wolf howling | a? wolf | howling
    | a? werewolf | a? lone wolf | a wild dog howling
bee: insect buzzing | a? buzzing insect | insect buzz | a? flying insect | a bug flying around
    | buzzing | a? buzzing bug | insect wings
bee/bee: a? bee | a bee buzzing | a? honeybee | a bee flying | a bee on a flower
    | a? stinging insect
bee/fly: a? fly | a fly buzzing | a? housefly | a? horsefly
bee/mosquito: a? mosquito | a mosquito buzzing | a? mosquito whine | a? gnat
hooves: horse hooves | a? horse | hoofbeats | a horse on a road | clip clop | a? ridden horse
    | hooves on cobblestones | a horse on the street
hooves/walking: a horse walking | a? walking horse | a horse at a walk
hooves/trotting: a? trotting horse | a? horse trot | a horse trotting
hooves/galloping: a? galloping horse | a? horse gallop | a horse galloping | a? racing horse
church_bell: church bell{s} | a church bell ringing | a? bell tower | a? tolling bell | bell toll{s}
    | a? cathedral bell | tower bell{s} | bell{s} of a church | a chapel bell ringing
small_bell: little bell{s} | a little bell ringing | bell ring{s} | bell ding{s} | a? tinkling bell
    | ding{s} | jingling bell{s} | a? small bell
small_bell/hand: hand bell{s} | a hand bell ringing | a? school bell | a? dinner bell
small_bell/bicycle: bicycle bell{s} | bike bell{s} | a bicycle bell ringing
small_bell/desk: desk bell{s} | service bell{s} | reception bell{s} | hotel bell{s}
siren: a? siren | a? emergency siren | a siren sounding | a siren blaring | a? rescue siren
    | a? emergency vehicle siren | a? warning siren | a? blaring siren
siren/wail: a? police siren | a? wailing siren | a? siren wail | a siren wailing | a? cop car siren
siren/yelp: a? yelp siren | a? yelping siren | a? police yelp | a? rapid police siren
siren/two-tone: a? two-tone siren | a? ambulance siren | a? hi-lo siren
    | a? european fire engine siren | a? nee-naw siren
alarm: a? alarm | alarm beeping | beep{s} | beeping | electronic beep{s} | a? alarm clock
    | warning beep{s} | a? beeper | smoke alarm beep{s} | a? kitchen alarm
horn: horn{s} | horn honk{s} | honk{s} | horn blast{s} | a? honking horn | toot{s} of a horn
    | a horn blaring | signal horn{s}
horn/car: car horn{s} | car honk{s} | a car honking | a taxi honking
horn/ship: ship horn{s} | foghorn{s} | a? ship's horn | boat horn{s} | ferry horn{s}
horn/truck: truck horn{s} | lorry horn{s} | air horn{s} | a truck honking
clock_tick: a clock ticking | a? ticking clock | a? clock | tick tock | ticking | clock tick{s}
    | clockwork ticking | a? wall clock | a? mechanical clock
clock_tick/large: a? grandfather clock | a? big clock | a? large pendulum clock
clock_tick/small: a? pocket watch | a? small clock | a? little ticking watch
hum: a? hum | a? electrical hum | humming | a? steady hum | mains hum | a? power hum
    | a? machine hum | a? fridge hum | a? transformer hum | a? droning hum
phone: phone ring{s} | a phone ringing | a? telephone | a? ringing phone | a telephone ringing
    | a? incoming call | a? phone call coming in | a? ringtone
phone/old: an old telephone ringing | a? rotary phone | vintage phone ring{s} | a? landline phone
phone/digital: a mobile phone ringing | digital phone ring{s} | a? electronic ringtone
    | a smartphone ringing
doorbell: a? doorbell | a doorbell ringing | ding dong | a? front door bell | a? house bell
    | a? door chime | a visitor at the doorbell | a? doorbell chime
wind_chime: wind chimes | a? wind chime | chimes | chimes in the wind | tinkling chimes
    | garden chimes | tubular chimes | chimes on a porch
whistle: whistle blow{s} | a? referee whistle | a? whistle | sports whistle{s} | a? coach's whistle
    | someone blowing a whistle | a? pea whistle | a? police whistle | whistle blast{s}
    | a sports official's whistle
gong: a? gong | a? gong hit | a gong being struck | a? temple gong | a? chinese gong
    | a? gong strike | a? dinner gong | a? tam-tam
sonar: sonar ping{s} | sonar | a? submarine sonar | ping{s} | submarine ping{s} | radar ping{s}
    | echo sounder ping{s} | underwater ping{s}
jingle: a? jingle | a? notification jingle | a? notification sound | a? short melody
    | a? game jingle | a? user interface jingle | a? little tune | a? app sound
jingle/success: a? success jingle | a? level complete jingle | a? correct answer sound
    | a? victory jingle | a? winning sound
jingle/failure: a? failure jingle | a? wrong answer sound | a? error jingle | a? sad jingle
    | a? game over jingle
kick_drum: kick drum{s} | a? kick | drum kick{s} | kick drum hit{s} | bass drum hit{s}
    | a? 808 kick | bass drum{s} | drum machine kick{s}
snare_drum: snare drum{s} | a? snare | snare hit{s} | a? drum snare | snare drum hit{s}
    | hit{s} on a snare drum | drum hit{s} with snare wires | a? snare sample
cymbal: cymbal{s} | drum kit cymbal{s} | cymbal hit{s} | a? drum cymbal | hit{s} on a cymbal
    | a? brass cymbal | cymbal stroke{s}
cymbal/crash: cymbal crash{s} | crash cymbal{s} | a? crashing cymbal | crashing cymbals
cymbal/hi-hat: a? hi-hat | hi-hat hit{s} | a? closed hi-hat | a? hi hat | hi-hat tick{s}
engine: a? engine | a? car engine | a? motor | an engine running | a? vehicle engine
    | a? car motor | a? combustion engine | a? running motor | a? petrol engine
engine/idling: a? idling engine | an engine idling | a car idling | an engine ticking over
    | a? parked car with its engine on
engine/revving: a? revving engine | an engine revving | engine revs | a car revving up
    | a? motorbike revving
engine/accelerating: a? accelerating engine | an engine speeding up | a car accelerating
    | a car pulling away
engine/large: a? truck engine | a? lorry engine | a? big diesel engine | a? bus engine
    | a? farm machine's engine
engine/small: a? small engine | a? moped engine | a? lawn mower engine | a? scooter engine
car_pass: a car passing by | a car driving past | a? passing car | a? car drive-by
    | a? traffic pass-by | a vehicle passing | a? car pass | an automobile going by
    | a car on the road driving by
jet: a? jet plane | a? jet flyover | an airplane passing overhead | a plane flying by
    | a? jet aircraft | a? passing jet | a? fighter jet | a? passenger plane | a? plane in the sky
helicopter: a? helicopter | a helicopter flying | helicopter blades | helicopter rotor blades
    | a? helicopter rotor | a? rescue helicopter | a? military helicopter
train: a? train | a train on tracks | train wheels on rails | a? train ride | a? moving train
    | rail joints clacking | a? freight train | a? railway | a? metro train
train/left to right: a train passing from left to right | a passing train, left to right
    | a train going by to the right
train/right to left: a train passing from right to left | a passing train, right to left
    | a train going by to the left
helicopter/left to right: a helicopter flying past from left to right
    | a helicopter passing to the right | a? helicopter flyover, left to right
helicopter/right to left: a helicopter flying past from right to left
    | a helicopter passing to the left | a? helicopter flyover, right to left
brakes: brakes squealing | tire screech{s} | squealing tires | screeching brakes | tyres skidding
    | a? car skid | a? brake squeal | a? screeching stop | a car braking
door_creak: door creak{s} | a? creaking door | a? creaky door | a door creaking open
    | hinge creak{s} | a? creaking hinge | a? haunted house door | a? squeaky door
    | a? rusty hinge
zipper: a? zipper | zip | a zipper closing | a? jacket zipper | someone zipping up a bag | unzipping
    | a zip being pulled | zipping
paper: paper | paper rustling | paper handling | a? sheet of paper | paper noise | rustling paper
    | a piece of paper moving | papers
paper/crumple: crumpling paper | paper being crumpled | scrunching paper | crinkling paper
paper/tear: tearing paper | paper ripping | a? paper tear | ripping paper
paper/page: a? page turn | a page being turned | a book page being flipped
    | someone leafing through a book
typing: typing | someone typing | keys | key presses | typing text | fingers typing
    | clicking keys | a person typing
typing/keyboard: keyboard typing | a? computer keyboard | typing on a keyboard
    | a? clicky keyboard
typing/typewriter: a? typewriter | typing on a typewriter | a? old typewriter
camera: camera shutter{s} | camera click{s} | someone taking a photo | photo snap{s} | a? camera
    | a photographer taking pictures | shutter click{s} | snapshot{s}
cork_pop: cork pop{s} | pop{s} | a? bottle cork | a bottle being uncorked
    | a wine bottle being opened | a cork coming out | a? wine cork | bottle pop{s}
boing: a? boing | a? spring boing | a? cartoon spring | a? bouncy spring | a? springy jump
    | a? spring bounce | a? comic boing
drill: a? power drill | a? drill | drilling | a? electric drill | drilling into a wall
    | a? drilling machine | a? cordless drill | a? construction drill | a? road drill
vacuum: a? vacuum cleaner | a? vacuum | vacuuming | a vacuum cleaner running
    | a? household vacuum | a? carpet cleaner | someone vacuuming | someone cleaning the carpet
servo: servo{s} | servo motor{s} | a robot arm moving | robotic movement{s}
    | small electric motor{s} | mechanical whir{s} | actuator{s} | a? robot joint
laser: a? laser | laser shot{s} | laser zap{s} | laser gun{s} | ray gun{s} | blaster shot{s}
    | zap{s} | a? sci-fi weapon | pew pew | laser blast{s}
whoosh: whoosh{s} | swish{s} | whooshing | a? swing through the air | a? whoosh of air
    | a? rush of air | a? sword swing | a? swoop of air | a stick swung through the air
power: machine power | reactor power | sci-fi power | a? energy charge
    | a power change of a machine | a? spaceship system | a? sci-fi device
power/up: a? power up | powering up | a machine starting up | energy charging up
    | a spaceship system turning on
power/down: a? power down | powering down | a machine shutting down | energy draining
    | a spaceship system turning off
magic: a? magic sparkle | a? magic spell | fairy dust | magic | sparkles | a? magical shimmer
    | twinkling | enchantment | a? wand | a? fairy's spell
riser: a? riser | rising tension | a? build-up | a? trailer riser | a? uplifter
    | a? suspense riser | a? cinematic riser | a? tension build
braam: a? braam | a? trailer hit | a? cinematic impact | a? epic brass hit
    | a? movie trailer braam | a? dramatic hit | a? trailer chord | a? trailer brass blast
robot: a? robot | a robot talking | robot beeps | a? droid | computer chatter | robot blips
    | a talking droid | a? android | robot voices
game_coin: coin pickup{s} | 8-bit coin{s} | game coin{s} | retro coin{s} | video game coin{s}
    | item pickup{s} | arcade coin{s} | collected coin{s} in a game
game_jump: 8-bit jump{s} | video game jump{s} | retro jump{s} | game jump{s}
    | platform game jump{s} | jump{s} in an old game | arcade jump{s} | pixel game jump{s}
vinyl: vinyl crackle | record crackle | vinyl noise | a? old record | turntable noise
    | gramophone crackle | a dusty record | record player crackle
static: radio static | static | white noise | tv static | static noise | radio noise
    | a? untuned radio | television snow | radio interference
static/tuning: radio tuning | a radio being tuned | a? shortwave radio
    | a radio searching for a station
""")

WORDS = _table("""
level=quiet: quiet | soft | faint | hushed | ~at low volume | barely audible
level=loud: loud | very loud | extra loud | ~at full volume | noisy | deafening
distance=distant: distant | faraway | far-off | ~in the distance | ~far away | ~from afar
distance=close: close | nearby | ~up close | close-up | ~very near | ~very close
room=room: ~in a room | ~in a small room | ~indoors | ~inside a room
room=hall: ~in a large hall | ~with echo | ~in a big hall | reverberant | ~with long reverb
room=cave: ~in a cave | ~in a cavern | ~echoing in a cave
room=tunnel: ~in a tunnel | ~in an underpass | ~in a long pipe
room=outdoors: ~outdoors | ~outside | ~in the open | outdoor
size=small: small | little | tiny
size=large: large | big | huge
pitch=low: low | deep | low-pitched | ~at a low pitch
pitch=high: high | high-pitched | ~at a high pitch
speed=slow: slow | unhurried | leisurely | slow-paced
speed=fast: fast | quick | rapid | speedy | swift
length=short: short | brief | quick
length=long: long | extended | drawn-out | lengthy
density=light: light | sparse | thin
density=heavy: heavy | dense | intense
activity=calm: calm | sparse | occasional
activity=busy: busy | lively | constant
strength=gentle: gentle | light | mild | soft
strength=strong: strong | stormy | powerful | fierce | violent
strength=calm: calm | gentle | peaceful | small
strength=rough: rough | stormy | crashing | violent | heavy
material=wood: wooden | solid wood | ~on wood
material=metal: metal | metallic | iron | ~on metal
ring=damped: damped | muted | dull | dry | short
ring=ringing: ringing | resonant | sustained | long-ringing
body=hollow: hollow | empty | hollow-sounding
body=solid: solid | compact | dense
crackle=soft: ~with few crackles | softly crackling | ~with soft crackles
crackle=crackling: crackling | ~crackling a lot | snapping | ~with loud crackles
amount=few: a few | some | a couple of
amount=many: many | lots of | plenty of
tone=soft: soft | muffled | mellow | dull
tone=harsh: harsh | bright | hissing | sharp
direction=left to right: ~from left to right | ~moving left to right | ~going to the right
    | ~panning left to right
direction=right to left: ~from right to left | ~moving right to left | ~going to the left
    | ~panning right to left
surface=wood: ~on wood | ~on a wooden floor | ~on floorboards
surface=concrete: ~on concrete | ~on pavement | ~on a hard floor | ~on asphalt
surface=gravel: ~on gravel | ~on stones | ~on a gravel path
surface=snow: ~in snow | ~on snow | ~through deep snow
surface=leaves: ~on leaves | ~on foliage | ~on bushes
surface=metal: ~on metal | ~on a metal grate | ~on sheet metal
surface=mud: ~in mud | ~through mud | ~on wet ground
surface=roof: ~on a roof | ~on the rooftop | ~on the roof
surface=window: ~on a window | ~against the window | ~on window glass
surface=tent: ~on a tent | ~on a tent's fabric | ~on canvas
surface=car: ~on a car | ~on the hood of a car | ~on a car roof
surface=trees: ~in the trees | ~through the branches | ~in a forest
rain:density=light: light | gentle | sparse | soft
rain:density=heavy: heavy | pouring | intense | torrential | hard
hail:density=light: light | sparse | thin
hail:density=heavy: heavy | dense | intense | hard
vinyl:density=light: light | sparse | ~with few pops
vinyl:density=heavy: heavy | dense | ~with many pops
wind_chime:activity=calm: calm | sparse | gentle
wind_chime:activity=busy: busy | lively | constant
footsteps:surface=leaves: ~on dry leaves | ~through leaves | ~on leaves | ~in autumn leaves
footsteps:speed=fast: fast | quick | hurried | brisk | rapid
footsteps:speed=slow: slow | ~at a slow pace | unhurried | slow-paced
heartbeat:speed=fast: fast | racing | rapid | quick
heartbeat:speed=slow: slow | calm | resting | steady slow
breathing:speed=fast: fast | heavy | panting | exhausted | rapid
breathing:speed=slow: slow | calm | relaxed | sleepy
clock_tick:size=large: large | big | heavy
clock_tick:size=small: small | tiny | little
clock_tick:speed=slow: slow | unhurried | ~at a slow tempo
clock_tick:speed=fast: fast | quick | rapid | hurried
drip:speed=slow: slow | occasional | unhurried | slowly falling
drip:speed=fast: fast | rapid | quick | steady fast
alarm:speed=slow: slow | slowly repeating | unhurried
alarm:speed=fast: fast | rapid | urgent | quickly repeating
waves:speed=slow: slow | ~rolling in slowly | ~breaking slowly
waves:speed=fast: fast | ~rolling in fast | ~breaking quickly
cricket:speed=slow: slow | unhurried | lazy
cricket:speed=fast: fast | rapid | busy
typing:speed=slow: slow | unhurried | hesitant
typing:speed=fast: fast | rapid | quick | hurried
door_knock:speed=slow: slow | unhurried | ~with pauses
door_knock:speed=fast: fast | quick | rapid | urgent
siren:pitch=high: high | high-pitched | shrill
scream:pitch=high: high | high-pitched | shrill | piercing
whistle:pitch=high: high | high-pitched | shrill | piercing
laser:pitch=high: high | high-pitched | shrill | ~at a high pitch
laser:pitch=low: low | deep | low-pitched | ~at a low pitch
alarm:pitch=high: high | high-pitched | shrill | piercing
bird:pitch=high: high | high-pitched | shrill | ~at a high pitch
brakes:pitch=high: high | high-pitched | shrill | piercing
hum:pitch=low: low | deep | low-pitched | bassy
hum:pitch=high: high | high-pitched | ~at a high pitch | thin
church_bell:pitch=low: low | deep | low-pitched | ~at a low pitch
church_bell:pitch=high: high | high-pitched | bright | ~at a high pitch
kick_drum:pitch=low: low | deep | bassy | booming
kick_drum:pitch=high: high | high-pitched | tight
braam:pitch=low: low | deep | dark | ~at a low pitch
whoosh:pitch=low: low | deep | dark
whoosh:pitch=high: high | high-pitched | airy | thin
dog_bark:size=small: small | little | tiny
dog_bark:size=large: large | big | huge
applause:size=small: polite | thin | scattered | ~from a small audience
applause:size=large: thunderous | enthusiastic | massive | ~from a large audience
crowd:size=small: small | thin | sparse
crowd:size=large: large | big | packed | huge
fire:size=small: small | little | gentle
fire:size=large: large | big | roaring | raging | huge
gunshot:size=small: small | light | small-calibre
gunshot:size=large: big | heavy | large-calibre | powerful
explosion:size=small: small | little | minor
explosion:size=large: huge | massive | big | large | enormous
door_slam:size=small: light | small | gentle
door_slam:size=large: heavy | big | massive
pour:size=small: ~into a small glass | ~into a small cup | ~into a little bottle
pour:size=large: ~into a large jug | ~into a big container | ~into a bucket
stream:size=small: small | little | thin | trickling
stream:size=large: large | big | rushing | strong
glass_break:size=small: small | little | thin
glass_break:size=large: large | big | heavy
sheep:size=small: small | young | little
sheep:size=large: large | big | old
cat:size=small: small | little | tiny | young
explosion:variant=debris: ~with falling debris | ~with debris | ~with rubble raining down
wind:variant=howling: howling | whistling | moaning
cork_pop:variant=fizz: fizzy | ~with fizz | sparkling
power:variant=up: rising | ~starting up | ascending
power:variant=down: falling | ~shutting down | descending
magic:variant=rising: rising | ascending | ~going up
magic:variant=falling: falling | descending | ~going down
jingle:variant=success: happy | cheerful | positive
jingle:variant=failure: sad | negative | gloomy
engine:size=large: large | big | truck-sized | heavy
engine:size=small: small | little | light
static:variant=tuning: ~with tuning whistles | ~between stations | whistling
paper:variant=crumple: crumpled | scrunched | crinkled
paper:variant=tear: torn | ripped | tearing
paper:variant=page: ~from a book | thin | turned
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
    "sound effect: {}",
    "{} sound effect",
    "this is {}",
    "we hear {}",
)

PLURAL_WHEN_UNCOUNTED = frozenset({"footsteps", "alarm", "clock_tick", "drip"})
"""Families that go on when no count was drawn, so their nouns stand in the plural."""

PEOPLE = re.compile(
    r"(someone|people|spectators|an? (sick |sleeping )?(person|man|woman)|a photo)\b"
)
"""Nouns of persons: what they do is loud, they are not."""

ADVERBS = {
    "quiet": "quietly",
    "soft": "softly",
    "faint": "faintly",
    "loud": "loudly",
    "very loud": "very loudly",
    "noisy": "noisily",
    "nearby": "nearby",
    "slow": "slowly",
    "lazy": "lazily",
    "hesitant": "hesitantly",
    "fast": "fast",
    "quick": "quickly",
    "rapid": "rapidly",
    "swift": "swiftly",
    "brisk": "briskly",
    "hurried": "hurriedly",
    "urgent": "urgently",
    "calm": "calmly",
    "brief": "briefly",
    "light": "lightly",
    "gentle": "gently",
    "heavy": "heavily",
    "hard": "hard",
    "intense": "intensely",
    "strong": "strongly",
    "fierce": "fiercely",
    "violent": "violently",
    "occasional": "occasionally",
    "constant": "constantly",
    "polite": "politely",
    "enthusiastic": "enthusiastically",
}
"""Adjectives that also say how something is done."""

ESSENTIAL = _table("""
alarm: speed | pitch
applause: size
bee: direction
breathing: speed
car_pass: direction | speed
church_bell: pitch
clock_tick: speed | size
crowd: size
dog_bark: size
drip: speed
engine: size
explosion: size
fire: size
footsteps: speed | surface
gong: pitch
hail: density
heartbeat: speed
helicopter: direction
hum: pitch
jet: direction
laser: pitch
metal_hit: ring
rain: density
small_bell: pitch
train: direction | speed
waves: strength
whoosh: direction | speed
wind: strength
""")
"""Traits that make up a family's character, so that most captions tell them."""

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
