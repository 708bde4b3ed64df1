"""The goods and the customers of the made-up shops. Data only."""

from __future__ import annotations

from wms.demo.plan import Address

Kind = tuple[str, str, str, int, int, int, int, bool]

GOODS: tuple[Kind, ...] = (
    # merchant, SKU, name, length, width, height in mm, weight in g, has lots
    ("KAWA", "COFFEE-1KG", "Kawa ziarnista Santos 1 kg", 320, 130, 80, 1030, True),
    ("KAWA", "COFFEE-250", "Kawa mielona Bałtyk 250 g", 180, 80, 60, 265, True),
    ("KAWA", "TEA-GREEN", "Herbata zielona sencha 100 g", 160, 90, 50, 125, True),
    ("KAWA", "MUG-BLUE", "Kubek ceramiczny niebieski 330 ml", 120, 90, 100, 345, False),
    ("KAWA", "MUG-WHITE", "Kubek ceramiczny biały 330 ml", 120, 90, 100, 340, False),
    ("KAWA", "MOKA-3", "Cafeteira italiana 3 xícaras", 160, 100, 170, 480, False),
    ("KAWA", "FILTER-100", "Filtry papierowe nr 4, 100 szt.", 170, 110, 50, 190, False),
    ("KAWA", "GRINDER", "Młynek ręczny stalowy", 190, 70, 70, 610, False),
    ("DOM", "LAMP-DESK", "Luminária de mesa LED", 380, 180, 120, 1450, False),
    ("DOM", "TOWEL-M", "Toalha de banho algodão 70×140", 350, 250, 60, 520, False),
    ("DOM", "CANDLE-3", "Świeca zapachowa, zestaw 3 szt.", 240, 90, 90, 720, False),
    ("DOM", "FRAME-A4", "Moldura para foto A4", 330, 240, 25, 640, False),
    ("DOM", "KNIFE-SET", "Zestaw noży kuchennych", 370, 220, 60, 1780, False),
    ("DOM", "BASKET-S", "Кошык плецены малы", 260, 200, 150, 430, False),
    ("DOM", "CLOCK-WALL", "Zegar ścienny 30 cm", 310, 310, 60, 980, False),
    ("DOM", "VASE-GLASS", "Vaso de vidro 25 cm", 270, 150, 150, 1120, False),
    ("DOM", "APRON", "Фартух ільняны", 280, 220, 30, 240, False),
    ("ZDROWIE", "VITAMIN-C", "Witamina C 1000 mg, 60 tabl.", 110, 60, 60, 115, True),
    ("ZDROWIE", "CREAM-HAND", "Krem do rąk 75 ml", 140, 50, 40, 98, True),
    ("ZDROWIE", "SOAP-3", "Мыла ручной работы, 3 шт.", 170, 80, 45, 330, False),
    ("ZDROWIE", "YOGA-MAT", "Tapete de yoga 6 mm", 610, 120, 120, 1250, False),
    ("ZDROWIE", "BOTTLE-750", "Bidon stalowy 750 ml", 270, 80, 80, 365, False),
    ("ZDROWIE", "BRUSH-BAM", "Szczoteczka bambusowa", 200, 25, 20, 22, False),
    ("ZDROWIE", "TOWEL-GYM", "Ręcznik szybkoschnący", 230, 160, 40, 210, False),
    ("ZDROWIE", "BAND-SET", "Elásticos de treino, conjunto", 220, 160, 50, 560, False),
)
WITH_TWO_LOTS = "COFFEE-1KG"
NEVER_DELIVERED = "MOKA-3"

CUSTOMERS: tuple[Address, ...] = (
    Address("Zofia Wiśniewska", "ul. Świętojańska 12/4", "81-372", "Gdynia", "", "PL"),
    Address("Łukasz Dąbrowski", "al. Jana Pawła II 61A", "31-571", "Kraków", "", "PL"),
    Address("Małgorzata Zielińska", "ul. Żwirki i Wigury 3", "90-539", "Łódź", "", "PL"),
    Address("Krzysztof Gąsior", "ul. Półwiejska 24 m. 7", "61-888", "Poznań", "", "PL"),
    Address("Agnieszka Śliwa", "ul. Piłsudskiego 105", "50-085", "Wrocław", "", "PL"),
    Address("João Gonçalves", "Rua da Conceição 85, 3.º Esq.", "1100-152", "Lisboa", "", "PT"),
    Address("Inês Magalhães", "Avenida da Boavista 1203", "4100-130", "Porto", "", "PT"),
    Address("Conceição Araújo", "Rua São Bento 410, ap. 52", "01010-001", "São Paulo", "SP", "BR"),
    Address("Sebastião Falcão", "Travessa do Açougue 7", "40026-280", "Salvador", "BA", "BR"),
    Address("Вольга Кавалёва", "вул. Янкі Купалы 17, кв. 9", "220030", "Мінск", "", "BY"),
    Address("Уладзімір Быкаў", "праспект Машэрава 4", "210015", "Віцебск", "", "BY"),
    Address("Наталля Ўласенка", "вул. Савецкая 31", "230023", "Гродна", "", "BY"),
)
