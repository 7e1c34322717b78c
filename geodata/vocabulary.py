"""The words of the command line's reports in the languages of the house."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from babel.numbers import format_decimal

from indicators.indicator import Indicator

MINUS, NONE = "\N{MINUS SIGN}", "–"

ENGLISH = {  # where the word that is stored is too short to be understood
    "harm": "harm, judged by its excess",
    "gap in the impact window": "years of the impact are missing",
    "gap in the series": "a gap in the series hides its season",
    "series too old": "the series ends too early",
    "overflow": "beyond the range of numbers",
    "trend too short": "too few years before the shock",
    "no reference group": "nothing to rank it among",
    "across break": "compared across a break in the series",
    "early": "the series ends early",
    "parts differ": "made of other parts than the others' scores",
}
ES_FR = {
    "Dimension": ("Dimensión", "Dimension"),
    "Composite": ("Compuesto", "Composite"),
    "economy": ("economía", "économie"),
    "society": ("sociedad", "société"),
    "environment": ("medio ambiente", "environnement"),
    "connectivity": ("conectividad", "connectivité"),
    "governance": ("gobernanza", "gouvernance"),
    "Evaluated in": ("Evaluado en", "Évalué en"),
    "State": ("Estado", "État"),
    "recovered": ("recuperado", "rétabli"),
    "not yet": ("todavía no", "pas encore"),
    "relapsed": ("recaída", "rechute"),
    "no loss": ("sin pérdida", "sans perte"),
    "harm": ("daño", "dommage"),
    "insufficient data": ("datos insuficientes", "données insuffisantes"),
    "undefined": ("indefinido", "indéfini"),
    "Reason": ("Motivo", "Raison"),
    "no baseline": ("sin base", "sans base"),
    "gap in the impact window": ("faltan años del impacto", "années de l'impact manquantes"),
    "gap in the series": ("la serie tiene huecos", "la série a des lacunes"),
    "series too old": ("serie demasiado antigua", "série trop ancienne"),
    "baseline is zero": ("la base es cero", "la base est nulle"),
    "overflow": ("fuera del rango numérico", "hors de la plage numérique"),
    "trend too short": ("tendencia demasiado corta", "tendance trop courte"),
    "expected is zero": ("lo esperado es cero", "l'attendu est nul"),
    "no reference group": ("sin grupo de referencia", "sans groupe de référence"),
    "coverage too low": ("cobertura demasiado baja", "couverture trop faible"),
    "no weight": ("sin peso", "sans poids"),
    "Note": ("Nota", "Note"),
    "across break": ("a través de una ruptura de serie", "à travers une rupture de série"),
    "early": ("serie que termina antes", "série qui finit plus tôt"),
    "parts differ": ("partes distintas de las demás", "parties différentes des autres"),
    "relapsed before": ("recayó antes", "rechute antérieure"),
    "Baseline": ("Base", "Base"),
    "Value": ("Valor", "Valeur"),
    "Change": ("Variación", "Variation"),
    "Drop": ("Caída", "Chute"),
    "Trough": ("Punto más bajo", "Creux"),
    "Rebound": ("Rebote", "Rebond"),
    "Time to recover": ("Tiempo de recuperación", "Temps de reprise"),
    "Years below the baseline": ("Años por debajo de la base", "Années sous la base"),
    "year": ("año", "an"),
    "years": ("años", "ans"),
    "Expected without the shock": ("Esperado sin la crisis", "Attendu sans la crise"),
    "to": ("a", "à"),
    "Gap to the expected": ("Brecha con lo esperado", "Écart à l'attendu"),
    "outside the interval": ("fuera del intervalo", "hors de l'intervalle"),
    "inside the interval": ("dentro del intervalo", "dans l'intervalle"),
    "Cumulative gap": ("Brecha acumulada", "Écart cumulé"),
    "Excess over the expected": ("Exceso sobre lo esperado", "Excès sur l'attendu"),
    "Loss that scores 0": ("Pérdida que puntúa 0", "Perte notée 0"),
    "Resistance": ("Resistencia", "Résistance"),
    "Recovery": ("Recuperación", "Reprise"),
    "Renewal": ("Renovación", "Renouveau"),
    "Score": ("Puntuación", "Note sur 100"),
    "Rank": ("Puesto", "Rang"),
    "of": ("de", "sur"),
    "Coverage": ("Cobertura", "Couverture"),
    "Indicator": ("Indicador", "Indicateur"),
    "Group": ("Grupo", "Groupe"),
    "Period": ("Período", "Période"),
    "Flags": ("Marcas", "Drapeaux"),
    "no figures": ("sin datos", "pas de données"),
    "Source": ("Fuente", "Source"),
    "Release": ("Edición", "Édition"),
    "enclave": ("enclave", "enclave"),
    "better is positive": ("positivo es mejor", "positif est meilleur"),
}


class Vocabulary:
    """Says words and numbers in one language; numbers with the digits of their indicator.

    Examples
    --------
    >>> say = Vocabulary("es")
    >>> say("Drop"), say.number(1234.56, 1), say.share(-0.107), say("not yet")
    ('Caída', '1.234,6', '−10,7 %', 'todavía no')
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, words: str) -> str:
        """Return the words in the language; in English mostly the key itself."""
        if self.language == "en" or not words:
            return ENGLISH.get(words, words)
        return ES_FR[words][self.language == "fr"]

    def several(self, words: str) -> str:
        """Translate each of the comma-joined words of a cell."""
        return ", ".join(self(word) for word in words.split(",")) if words else ""

    def number(self, value: float, decimals: int = 1, *, sign: bool = False) -> str:
        """Write a number, rounded as stored; a missing one as a dash."""
        if pd.isna(value):
            return NONE
        rounded = Decimal(f"{value:.{decimals}f}")
        digits = f".{'0' * decimals}" if decimals else ""
        text = format_decimal(abs(rounded), f"#,##0{digits}", locale=self.language)
        return (MINUS if rounded < 0 else "+" if sign and rounded > 0 else "") + text

    def share(self, value: float, *, sign: bool = False) -> str:
        """Write a share as a percentage."""
        return NONE if pd.isna(value) else f"{self.number(100 * value, 1, sign=sign)} %"

    def value(self, value: float, indicator: Indicator) -> str:
        """Write a value with its unit."""
        if pd.isna(value):
            return NONE
        return f"{self.number(value, indicator.decimals)} {indicator.unit.in_(self.language)}"

    def change(self, value: float, indicator: Indicator, *, unit: bool = True) -> str:
        """Write a change or gap: in percent where relative, else in the indicator's unit."""
        if indicator.change == "relative" or pd.isna(value):
            return self.share(value, sign=True)
        words = f" {indicator.unit.in_(self.language)}" if unit else ""
        return self.number(value, indicator.decimals, sign=True) + words

    def years(self, count: float) -> str:
        """Write a number of years."""
        return f"{self.number(count, 0)} {self('year' if count == 1 else 'years')}"
