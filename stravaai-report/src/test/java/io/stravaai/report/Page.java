package io.stravaai.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as a parser of XML sees it, which takes nothing that is not well-formed. */
final class Page {

    final String html;
    private final Document document;

    private Page(String html, Document document) {
        this.html = html;
        this.document = document;
    }

    static Page of(HtmlReport report) {
        String html = report.toHtml();
        return new Page(html, parse(html));
    }

    static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("Not well-formed", e);
        }
    }

    List<Element> all(String tag) {
        return elements(document.getElementsByTagName(tag));
    }

    Element section(String id) {
        return all("section").stream()
                .filter(section -> section.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No section " + id));
    }

    /** The text of a section. */
    String text(String id) {
        return section(id).getTextContent();
    }

    int charts(String id) {
        return section(id).getElementsByTagName("svg").getLength();
    }

    List<Element> in(String id, String tag) {
        return elements(section(id).getElementsByTagName(tag));
    }

    /** The elements right below another one. */
    static List<Element> children(Element parent, String tag) {
        return elements(parent.getElementsByTagName(tag)).stream()
                .filter(element -> element.getParentNode() == parent)
                .toList();
    }

    /** The texts of the cells of a row of a table. */
    static List<String> cells(Element row) {
        List<String> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNextSibling()) {
            cells.add(cell.getTextContent());
        }
        return cells;
    }

    static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
