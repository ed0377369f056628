"""What the teams of the demonstration wrote: invented, with no person in it."""

from __future__ import annotations

INTRODUCTION = (
    "Cette grille est née de trois rencontres entre maisons médicales. Elle sert à regarder ensemble, pas à "
    "contrôler : chaque rubrique demande autant ce qui fait la force de l’équipe que ce qui reste à travailler.\n\n"
    "Répondez d’abord entre vous, tous métiers autour de la table, avec des usagers si vous le pouvez. Vos visiteurs "
    "répondront de leur côté ; vous comparerez ensuite."
)
PURPOSE = (
    "Une journée chez les uns, une journée chez les autres, la même grille en main. On évalue pour comprendre et non "
    "pour juger : ce qui est vu appartient à l’équipe visitée."
)
STRENGTHS = {
    "Accueil": (
        "On sourit avant de demander un nom. Le coin enfants est vivant et les habitués s’y sentent chez eux.",
        "L’accueil connaît le quartier et oriente sans juger ; le téléphone est repris en moins de trois sonneries.",
        "Deux accueillantes le matin : l’une au comptoir, l’autre au téléphone. Cela change tout.",
    ),
    "Accessibilité": (
        "Le forfait évite la question de l’argent, et l’équipe va chercher les droits quand ils manquent.",
        "Une collègue parle arabe, une autre turc ; l’agenda le dit clairement.",
        "La rampe et la porte automatique ont été voulues par les usagers.",
    ),
    "Travail d’équipe": (
        "Le tour de table du lundi est court et préparé : chacun repart avec ce qu’il a à faire.",
        "Les infirmières mènent le suivi des plaies et des diabètes avec une vraie délégation.",
        "On se dit les choses, et l’on rit beaucoup en cuisine.",
    ),
    "Promotion de la santé": (
        "La marche du jeudi réunit vingt personnes, dont la moitié ne venait jamais en consultation.",
        "Le potager partagé avec l’école voisine dure depuis six ans.",
        "La vaccination est proposée à chaque contact, par tous les métiers.",
    ),
    "Participation des patients": (
        "Le comité d’usagers se réunit chaque trimestre et son ordre du jour est le sien.",
        "Les décisions importantes sont expliquées avec un dessin, puis reprises par écrit.",
        "Deux usagers siègent au conseil d’administration et y parlent.",
    ),
    "Gestion": (
        "Les mandats tiennent sur une page affichée dans la salle de réunion.",
        "Les comptes sont présentés avec des images ; tout le monde pose des questions.",
        "La règle des congés est connue et n’a pas été contestée depuis des années.",
    ),
}
TO_WORK_ON = {
    "Accueil": (
        "La confidentialité au comptoir : depuis les premières chaises on entend tout.",
        "Les affiches se superposent ; un tri par saison aiderait.",
        "Après dix-sept heures, une seule personne tient l’accueil et le téléphone.",
    ),
    "Accessibilité": (
        "Les toilettes restent trop étroites pour un fauteuil.",
        "Les jeunes de seize à vingt-cinq ans ne viennent pas : demander pourquoi à la maison de jeunes.",
        "L’interprétariat dépend de la bonne volonté de deux collègues.",
    ),
    "Travail d’équipe": (
        "Les kinésithérapeutes manquent une réunion sur deux, faute d’horaire commun.",
        "Personne ne relit les décisions : un tableau simple suffirait.",
        "L’accompagnement des nouveaux repose sur l’élan de chacun.",
    ),
    "Promotion de la santé": (
        "Les actions plaisent mais partent surtout de nos idées.",
        "Peu de traces : on ne sait plus ce qui a été essayé il y a trois ans.",
        "Le lien avec la commune tient à une seule personne.",
    ),
    "Participation des patients": (
        "La boîte à idées est pleine ; qui l’ouvre ?",
        "Les plaintes reçoivent une réponse orale, sans suite écrite.",
        "Le comité d’usagers ressemble peu au quartier d’aujourd’hui.",
    ),
    "Gestion": (
        "La charge se concentre sur trois personnes à chaque fin d’année.",
        "Le projet de 2015 n’est connu que des anciens.",
        "Le plan précédent n’a pas été rouvert depuis sa rédaction.",
    ),
}
TEXTS = {
    "Accueil": (
        "La lumière, et l’odeur de café : on est attendu.",
        "Le silence, puis une voix qui demande « je peux vous aider ? ».",
        "Beaucoup de papier sur les murs, et une plante magnifique.",
    ),
    "Promotion de la santé": (
        "Le petit-déjeuner santé avec les parents de l’école : quarante personnes, trois langues.",
        "L’atelier « bien dormir », né d’une remarque du comité d’usagers.",
        "La semaine du souffle, menée avec la pharmacie du coin.",
    ),
}
REPLIES = (
    "Nous nous reconnaissons dans ce regard. La remarque sur le comptoir nous a d’abord piqués, puis nous sommes allés "
    "nous asseoir dans la salle d’attente : vous avez raison.\n\nNous voyons autrement la participation : le comité "
    "est jeune, laissons-lui un an.",
    "Merci pour la journée et pour le ton. Ce que vous appelez force, nous ne le voyions plus.\n\nSur le partage de "
    "la charge, l’équipe est d’accord et en a fait sa première action.",
    "Vos mots ont été lus à voix haute en réunion. Deux points nous ont surpris, l’accessibilité et les nouveaux "
    "collègues : nous commençons par là.",
)
ACTIONS = (
    ("Déplacer les premières chaises et poser une musique douce près du comptoir", "accueil"),
    ("Tenir un tableau des décisions, relu au début de chaque réunion", "coordination"),
    ("Demander à la maison de jeunes d’inviter l’équipe à une soirée", "promotion de la santé"),
    ("Écrire une page pour accompagner un nouveau collègue pendant trois mois", "équipe, à tour de rôle"),
    ("Ouvrir la boîte à idées chaque mois avec deux usagers", "comité d’usagers"),
    ("Présenter les comptes en images en mars et en octobre", "gestion"),
    ("Faire chiffrer des toilettes accessibles", "conseil d’administration"),
    ("Répartir les tâches de fin d’année sur six personnes", "coordination"),
)
