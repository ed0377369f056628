from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _

from network.web.formats import number
from network.web.translations import language


def words(app, source, **variables):
    return app.jinja_env.from_string(source).render(**variables)


def test_the_words_of_code_and_templates_are_those_of_the_language_forced(app):
    label = lazy_gettext("Directory")
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        french = _("Directory"), str(label), words(app, "{{ _('Directory') }}"), language(), number(82000)
        with force_locale("en"):
            english = _("Directory"), str(label), words(app, "{{ _('Directory') }}"), language(), number(82000)
        again = _("Directory"), str(label), words(app, "{{ _('Directory') }}"), language(), number(82000)
    assert french == again == ("Annuaire", "Annuaire", "Annuaire", "fr", "82\u202f000")
    assert english == ("Directory", "Directory", "Directory", "en", "82,000")


def test_what_goes_into_a_sentence_is_escaped(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        said = words(
            app, "{{ _('for %(name)s', name=name) }} {{ ngettext('%(num)d yes', '%(num)d yes', 2) }}", name="<b>"
        )
    assert said == "for &lt;b&gt; 2 yes"


def test_french_where_nobody_is_asking():
    assert language() == "fr"
